import { useDocumentVisibility, useWindowEvent } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useReducer, useRef } from "react";
import { ApiError } from "@/lib/problem";
import { useMe } from "@/lib/session";
import { changesOf, isDirty } from "./draft";
import { CLEAN, isAtRisk, type Keeping, nextKeeping, waitOf } from "./keeping";
import { forgetCopy, writeCopy } from "./local-copy";
import { type Editor, editorsQuery, keepDraft } from "./requests";
import type { Editing } from "./use-editing";
import { usePresence } from "./use-presence";

export type Kept = {
  keeping: Keeping;
  /** Others who have the template open now. */
  editors: readonly Editor[];
  /** Keeps what is not kept yet; true when nothing would be lost by leaving. */
  rescue: () => Promise<boolean>;
};

/** Keeps unsaved work as one's draft on the server; `isHeld` while an earlier draft awaits its choice. */
export function useKeeping(editing: Editing, isHeld: boolean): Kept {
  const { base, draft, dirty } = editing;
  const client = useQueryClient();
  const profile = useMe().profile?.id ?? "";
  const [keeping, advance] = useReducer(nextKeeping, CLEAN);
  const latest = useRef(editing);
  latest.current = editing;
  /** The version beneath the draft that the server holds; null when it holds none. */
  const heldFor = useRef<number | null>(null);

  const mutation = useMutation({
    scope: { id: `email-template-${base.id}` },
    mutationFn: async (isLeaving: boolean) => {
      const { base, draft } = latest.current;
      // Saved while this waited for its turn.
      if (!isDirty({ base, draft })) return null;
      advance({ step: "sent" });
      heldFor.current = base.version;
      return keepDraft(base.id, base.version, changesOf({ base, draft }), isLeaving);
    },
    onSuccess: (answer) => {
      if (!answer) return;
      advance({ step: "kept", at: answer.saved_at ?? new Date().toISOString() });
      forgetCopy(profile, base.id);
      client.setQueryData(editorsQuery(base.id, base.version).queryKey, answer);
    },
    onError: (error) => {
      copyHere();
      const isOffline = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
      advance({ step: "failed", reason: isOffline ? "offline" : "refused" });
    },
  });
  const copyHere = () => {
    const { base, draft } = latest.current;
    const content = changesOf({ base, draft });
    return writeCopy(profile, base.id, {
      content,
      base_version: base.version,
      saved_at: new Date().toISOString(),
    });
  };
  const keep = useEffectEvent((isLeaving: boolean) => {
    if (!isHeld && isAtRisk(keeping)) mutation.mutate(isLeaving);
  });
  const becameClean = useEffectEvent((version: number) => {
    advance({ step: "cleaned" });
    forgetCopy(profile, base.id);
    // A save takes the draft away with it; taking every change back leaves it to us.
    if (heldFor.current === version) keepDraft(base.id, version, null).catch(() => undefined);
    heldFor.current = null;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new draft, and a new state beneath it, is to be kept
  useEffect(() => {
    if (dirty) advance({ step: "typed" });
    else becameClean(base.version);
  }, [dirty, draft, base.version]);

  useEffect(() => {
    const wait = waitOf(keeping);
    if (wait === null || isHeld) return;
    const timer = window.setTimeout(() => keep(false), wait);
    return () => window.clearTimeout(timer);
  }, [keeping, isHeld]);

  const visibility = useDocumentVisibility();
  useEffect(() => {
    if (visibility === "hidden") keep(true);
  }, [visibility]);
  useWindowEvent("blur", () => keep(false));
  useWindowEvent("online", () => keep(false));
  useWindowEvent("pagehide", () => {
    if (isAtRisk(keeping) && !isHeld) copyHere();
  });

  const presence = usePresence(base);
  const isForgotten = presence?.saved_at === null && keeping.state === "kept";
  useEffect(() => {
    // Another window of the same person saved or discarded: this one's work is to be kept again.
    if (isForgotten) advance({ step: "typed" });
  }, [isForgotten]);

  return {
    keeping,
    editors: presence?.editors ?? [],
    rescue: async () => {
      if (!isAtRisk(keeping)) return true;
      if (isHeld) return false;
      const done = await mutation.mutateAsync(false).catch(() => undefined);
      return done !== undefined;
    },
  };
}
