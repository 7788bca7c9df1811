import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "@/lib/api";
import type { Preview, PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { ApiError } from "@/lib/problem";
import { fromErrors, gatherProblems } from "../checks/problems";
import { pauseFor, remaining } from "./pace";

export type Branches = "data" | "all";

export type LivePreview = {
  /** The last one that could be rendered; stays while the code is broken. */
  preview: Preview | undefined;
  problems: TemplateProblem[];
  /** The code as it stands cannot be rendered. */
  isBroken: boolean;
  isFetching: boolean;
  error: unknown;
  retry: () => void;
  /** What is written now, whether or not it has been rendered yet: what checks look at. */
  input: PreviewInput;
  /** Whether each condition shows what the data decide, or both its branches. */
  branches: Branches;
  setBranches: (branches: Branches) => void;
  /** Milliseconds of the last rendering: the way there and back, and the server's part of it. */
  timing: { roundTrip: number; server: number } | null;
};

type Timed = { preview: Preview; roundTrip: number };

/**
 * Renders what is being written once typing pauses. Never two at a time: while one is under way, the newest waits and
 * those between are left out.
 */
export function usePreview(written: PreviewInput): LivePreview {
  const { t } = useTranslation("template-checks");
  const [branches, setBranches] = useState<Branches>("data");
  const latest = JSON.stringify({ ...written, branches });
  const [asked, setAsked] = useState(latest);
  const input = useMemo(() => JSON.parse(latest) as PreviewInput, [latest]);
  const query = useQuery<Timed>({
    queryKey: ["email-template-live", asked],
    queryFn: () => render(JSON.parse(asked) as PreviewInput),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 10_000,
  });
  const { error, isFetching } = query;
  const [good, setGood] = useState<Timed>();
  if (query.data && query.data !== good) setGood(query.data);
  // A refusal takes the data away; what could be rendered last stays on show.
  const shown = query.data ?? good;
  useSettling(latest, asked, isFetching, shown?.roundTrip ?? null, setAsked);

  const refusal = error instanceof ApiError && error.status === 422 ? error : null;
  const problems = useMemo(() => {
    if (refusal) return fromErrors(refusal.errors);
    if (!shown) return [];
    return gatherProblems(shown.preview.warnings, shown.preview.missing, ({ name, reason }) =>
      t(`${reason}`, { name }),
    );
  }, [refusal, shown, t]);
  return {
    preview: shown?.preview,
    problems,
    isBroken: refusal !== null,
    isFetching,
    error: refusal ? null : error,
    retry: () => void query.refetch(),
    input,
    branches,
    setBranches,
    timing: shown ? { roundTrip: shown.roundTrip, server: shown.preview.timing_ms } : null,
  };
}

async function render(body: PreviewInput): Promise<Timed> {
  const start = performance.now();
  const preview = await unwrap(api.POST("/api/email-templates/preview", { body }));
  return { preview, roundTrip: Math.round(performance.now() - start) };
}

/** Asks for the latest when typing has paused and nothing is under way. */
function useSettling(
  latest: string,
  asked: string,
  isBusy: boolean,
  lastRoundTrip: number | null,
  ask: (latest: string) => void,
): void {
  const typed = useRef({ text: latest, at: 0 });
  if (typed.current.text !== latest) typed.current = { text: latest, at: performance.now() };
  useEffect(() => {
    if (latest === asked || isBusy) return;
    const wait = remaining(pauseFor(lastRoundTrip), performance.now() - typed.current.at);
    const timer = window.setTimeout(() => ask(latest), wait);
    return () => window.clearTimeout(timer);
  }, [latest, asked, isBusy, lastRoundTrip, ask]);
}
