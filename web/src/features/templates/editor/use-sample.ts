import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { MailLocale, Placeholder, SampleData, TemplateType } from "@/lib/api-types-mail";
import { placeholdersQuery } from "../queries";
import { readSample, writeSample } from "./sample";

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
  const read = text === null ? null : readSample(text);
  return {
    placeholders: known.data?.placeholders ?? [],
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
