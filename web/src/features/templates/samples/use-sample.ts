import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { MailLocale, Placeholder, SampleData, TemplateType } from "@/lib/api-types-mail";
import { placeholdersQuery } from "../queries";
import { type SampleSet, samplesQuery } from "./queries";
import { readSample, valueAt, withValue, writeSample } from "./sample";

/** A placeholder with what the data in use have for it; without, `sample` is the declared one. */
export type FilledPlaceholder = Placeholder & { isMissing?: boolean };

export type Sample = {
  type: TemplateType;
  placeholders: readonly FilledPlaceholder[];
  text: string;
  /** Undefined while the type's own samples are in use. */
  data: SampleData | undefined;
  /** What the preview is filled with, whichever it is. */
  values: SampleData;
  error: { line: number | null } | null;
  isEdited: boolean;
  set: (text: string) => void;
  /** Changes one value, by its dotted name. */
  change: (name: string, value: unknown) => void;
  reset: () => void;
  /** Sets that people saved for this type of mail. */
  sets: readonly SampleSet[];
  /** The one in use; null for the type's own samples. */
  chosen: SampleSet | null;
  choose: (set: SampleSet | null) => void;
};

type Work = { chosen: number | null; text: string | null; data: SampleData | undefined };
const NOTHING: SampleData = {};

/** The data of the preview: the type's samples or a saved set, and what was changed since; the last readable ones. */
export function useSample(type: TemplateType, locale: MailLocale): Sample {
  const known = useQuery(placeholdersQuery(type, locale));
  const saved = useInfiniteQuery(samplesQuery(type));
  const [work, setWork] = useState<Work>({ chosen: null, text: null, data: undefined });
  const sets = saved.data ?? [];
  const chosen = sets.find(({ id }) => id === work.chosen) ?? null;
  const own = known.data?.sample_data ?? NOTHING;
  const data = work.data ?? chosen?.data;
  const values = data ?? own;
  // The data carry the organisation's own name and colours where the declared samples have invented ones.
  const placeholders = useMemo(
    () =>
      (known.data?.placeholders ?? []).map((each) => {
        const value = valueAt(values, each.name);
        // The organisation's and the recipient's own come from the server where a set has none.
        if (isCommon(each.name)) return { ...each, sample: value ?? valueAt(own, each.name) ?? each.sample };
        return { ...each, sample: value ?? each.sample, isMissing: value === undefined || value === null };
      }),
    [known.data, values, own],
  );
  const read = work.text === null ? null : readSample(work.text);
  return {
    type,
    placeholders,
    text: work.text ?? (known.data ? writeSample(chosen?.data ?? own) : ""),
    data,
    values,
    error: read && "line" in read ? read : null,
    isEdited: work.text !== null,
    set: (text) => {
      const now = readSample(text);
      setWork((before) => ({ ...before, text, ...("data" in now && { data: now.data }) }));
    },
    change: (name, value) => {
      const next = withValue(data ?? own, name, value);
      setWork((before) => ({ ...before, text: writeSample(next), data: next }));
    },
    reset: () => setWork((before) => ({ ...before, text: null, data: undefined })),
    sets,
    chosen,
    choose: (set) => setWork({ chosen: set?.id ?? null, text: null, data: undefined }),
  };
}

function isCommon(name: string): boolean {
  return name.startsWith("organization.") || name.startsWith("recipient.");
}
