import { useDebouncedCallback, useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isAddress } from "@/lib/addresses";
import type { MailPreview, MailPreviewInput } from "@/lib/api-types-compose";
import { useMe } from "@/lib/session";
import { changed, type Draft, dataOf, emptyDraft, isEmpty, MOST_ADDRESSES } from "./draft";
import { keepDraft, keepFiles, keptDraft, keptFiles, nameOf } from "./keeping";
import { mailPreviewQuery } from "./queries";

const REST = 400;

/** What the address of the page or a menu elsewhere fills in. */
export type Start = Partial<Pick<Draft, "to" | "choice">>;

/** The mail that is being written: kept in this browser until it is sent, and shown as it would go out. */
export function useCompose(start: Start) {
  const { profile, organization } = useMe();
  const name = nameOf(profile?.id ?? "", organization?.id ?? "");
  const [{ draft, earlier }, setWork] = useState(() => begin(start, keptDraft(name)));
  const [files, setFiles] = useState<File[]>([]);
  const keep = useDebouncedCallback((next: Draft) => keepDraft(name, next), {
    delay: 300,
    flushOnUnmount: true,
  });
  const [isResumed] = useState(() => earlier === null && !isEmpty(draft));
  useEffect(() => {
    // Files are read from the browser's own store, once.
    if (isResumed) void keptFiles(name).then((found) => found.length > 0 && setFiles(found));
  }, [isResumed, name]);
  useEffect(() => {
    const flush = () => keep.flush();
    window.addEventListener("pagehide", flush);
    return () => window.removeEventListener("pagehide", flush);
  }, [keep]);

  const change = (part: Partial<Draft>) =>
    setWork((now) => {
      const next = changed(now.draft, part);
      keep(next);
      return { ...now, draft: next };
    });
  const attach = (next: File[]) => {
    setFiles(next);
    change({});
    void keepFiles(name, next);
  };
  const known = useMailPreview(draft);
  return {
    draft,
    change,
    files,
    attach,
    preview: known,
    /** Begun before and put aside by how this page was opened. */
    earlier,
    resume: () => {
      if (earlier) setWork({ draft: earlier, earlier: null });
      void keptFiles(name).then(setFiles);
    },
    /** Begins anew: after sending, or because somebody wants to. */
    clear: () => {
      keep.cancel();
      keepDraft(name, emptyDraft());
      void keepFiles(name, []);
      setFiles([]);
      setWork({ draft: emptyDraft(), earlier: null });
    },
  };
}

export type Compose = ReturnType<typeof useCompose>;

function hasStart({ to, choice }: Start): boolean {
  return Boolean(to?.length || choice);
}

function begin(start: Start, kept: Draft | null): { draft: Draft; earlier: Draft | null } {
  if (!hasStart(start)) return { draft: kept ?? emptyDraft(), earlier: null };
  const isSame =
    kept !== null &&
    (!start.to || start.to.join() === kept.to.join()) &&
    (!start.choice || JSON.stringify(start.choice) === JSON.stringify(kept.choice));
  if (isSame) return { draft: kept, earlier: null };
  return { draft: { ...emptyDraft(), ...start }, earlier: kept && !isEmpty(kept) ? kept : null };
}

/** What the preview is asked for; null while no template is chosen. */
export function previewBody(draft: Draft): MailPreviewInput | null {
  const { choice, to, cc, bcc, locale, values, reply_to, written } = draft;
  if (!choice) return null;
  return {
    ...choice,
    ...{ to: sendable(to), cc: sendable(cc), bcc: sendable(bcc) },
    data: dataOf(values, []),
    ...(locale && { locale }),
    ...(isAddress(reply_to) && { reply_to }),
    ...(written && { written: written.sealed }),
  };
}

function sendable(addresses: readonly string[]): string[] {
  return addresses.filter(isAddress).slice(0, MOST_ADDRESSES);
}

const NOTHING: MailPreviewInput = {};

function useMailPreview(draft: Draft) {
  const latest = JSON.stringify(previewBody(draft));
  const [settled] = useDebouncedValue(latest, REST);
  const body = JSON.parse(settled) as MailPreviewInput | null;
  const query = useQuery({ ...mailPreviewQuery(body ?? NOTHING), enabled: body !== null });
  const choice = JSON.stringify(draft.choice);
  const [good, setGood] = useState<{ choice: string; shown: MailPreview }>();
  if (query.data && (query.data !== good?.shown || choice !== good.choice)) {
    setGood({ choice, shown: query.data });
  }
  // A refusal takes the data away; the fields that it can be mended in stay.
  const last = good?.choice === choice ? good.shown : undefined;
  return {
    shown: draft.choice ? (query.data ?? last) : undefined,
    error: draft.choice ? query.error : null,
    isPending: draft.choice !== null && query.isPending,
    isFetching: query.isFetching,
    /** It is of what stands here now, not of what stood here before. */
    isSettled: latest === settled && !query.isFetching && !query.isPlaceholderData,
    retry: () => void query.refetch(),
  };
}
