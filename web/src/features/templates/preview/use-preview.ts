import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Preview, PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { ApiError } from "@/lib/problem";
import { fromErrors, gatherProblems } from "../checks/problems";
import { previewQuery } from "../queries";

export type LivePreview = {
  /** The last one that could be rendered; stays while the code is broken. */
  preview: Preview | undefined;
  problems: TemplateProblem[];
  /** The code as it stands cannot be rendered. */
  isBroken: boolean;
  isFetching: boolean;
  error: unknown;
  retry: () => void;
};

/** Renders what is being written, 250 ms after the last change. */
export function usePreview(input: PreviewInput): LivePreview {
  const { t } = useTranslation("template-checks");
  const key = JSON.stringify(input);
  const [settled] = useDebouncedValue(key, 250);
  const body = useMemo(() => JSON.parse(settled) as PreviewInput, [settled]);
  const query = useQuery({ ...previewQuery(body), placeholderData: keepPreviousData });
  const { error } = query;
  // A refusal takes the data away; what could be rendered last stays on show.
  const [good, setGood] = useState<Preview>();
  if (query.data && query.data !== good) setGood(query.data);
  const data = query.data ?? good;
  const refusal = error instanceof ApiError && error.status === 422 ? error : null;
  const problems = useMemo(() => {
    if (refusal) return fromErrors(refusal.errors);
    if (!data) return [];
    return gatherProblems(data.warnings, data.missing, ({ name, reason }) => t(`${reason}`, { name }));
  }, [refusal, data, t]);
  return {
    preview: data,
    problems,
    isBroken: refusal !== null,
    isFetching: query.isFetching,
    error: refusal ? null : error,
    retry: () => void query.refetch(),
  };
}
