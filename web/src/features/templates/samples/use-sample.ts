import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { MailLocale, Placeholder, SampleData, TemplateType } from "@/lib/api-types-mail";
import { placeholdersQuery } from "../queries";
import { readSample, valueAt, writeSample } from "./sample";

export type Sample = {
  placeholders: readonly Placeholder[];
  text: string;
  /** Undefined while the type's own samples are in use. */
  data: SampleData | undefined;
  error: { line: number | null } | null;
  isEdited: boolean;
  set: (text: string) => void;
  reset: () => void;
};

/** The data of the preview: the type's samples until somebody changes them; the last readable ones while typing. */
export function useSample(type: TemplateType, locale: MailLocale): Sample {
  const known = useQuery(placeholdersQuery(type, locale));
  const [text, setText] = useState<string | null>(null);
  const [data, setData] = useState<SampleData | undefined>(undefined);
  // The data carry the organisation's own name and colours where the declared samples have invented ones.
  const placeholders = useMemo(
    () =>
      (known.data?.placeholders ?? []).map((each) => ({
        ...each,
        sample: valueAt(known.data?.sample_data ?? {}, each.name) ?? each.sample,
      })),
    [known.data],
  );
  const read = text === null ? null : readSample(text);
  return {
    placeholders,
    text: text ?? (known.data ? writeSample(known.data.sample_data) : ""),
    data,
    error: read && "line" in read ? read : null,
    isEdited: text !== null,
    set: (typed) => {
      setText(typed);
      const now = readSample(typed);
      if ("data" in now) setData(now.data);
    },
    reset: () => {
      setText(null);
      setData(undefined);
    },
  };
}
