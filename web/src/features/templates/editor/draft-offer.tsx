import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session";
import { Time } from "@/ui/time/time";
import { versionQuery } from "../queries";
import { type Draft, readKept, toDraft } from "./draft";
import { forgetCopy, newerOf, readCopy } from "./local-copy";
import { MergeDialog } from "./merging/merge-dialog";
import { dropDraft, type KeptDraft, keptDraftQuery } from "./requests";
import type { Editing } from "./use-editing";

export type Offer = { kept: KeptDraft | null; isPending: boolean; close: () => void };

/** Unsaved work of an earlier visit, on the server or in this browser, until it is continued or discarded. */
export function useOffer({ base }: Editing): Offer {
  const profile = useMe().profile?.id ?? "";
  const answer = useQuery({ ...keptDraftQuery(base.id), enabled: base.can_edit });
  const [copy] = useState(() => (base.can_edit ? readCopy(profile, base.id) : null));
  // What this visit keeps is not an earlier visit's: only the first answer counts.
  const [first, setFirst] = useState<KeptDraft | null>();
  const [isClosed, setClosed] = useState(false);
  if (first === undefined && !answer.isPending) setFirst(newerOf(answer.data ?? null, copy));
  const says =
    first && Object.entries(readKept(first.content)).some(([field, value]) => differs(base, field, value));
  return {
    kept: says && !isClosed ? first : null,
    isPending: base.can_edit && answer.isPending,
    close: () => setClosed(true),
  };
}

function differs(base: Draft, field: string, value: unknown): boolean {
  return field !== "design" && base[field as keyof Draft] !== value;
}

/** Asks before anything is typed, so that the new draft cannot take the place of the old one. */
export function DraftOffer({ editing, offer }: { editing: Editing; offer: Offer }) {
  const { t } = useTranslation("template-shell");
  const profile = useMe().profile?.id ?? "";
  const [isComparing, setComparing] = useState(false);
  const { base } = editing;
  const { kept, close } = offer;
  const isMoved = kept !== null && kept.base_version !== base.version;
  const before = useQuery({ ...versionQuery(base.id, kept?.base_version ?? 0), enabled: isMoved });
  if (!kept) return null;
  const content = readKept(kept.content);
  // What a version does not hold (category, sender, logo) is taken to have stayed as it is.
  const ground: Draft = { ...toDraft(base), ...(isMoved && before.data ? readKept(before.data) : {}) };
  const mine: Draft = { ...ground, ...content };
  const continueWith = (draft: Draft) => {
    editing.set(draft, { coalesce: "offer" });
    close();
  };
  const discard = () => {
    forgetCopy(profile, base.id);
    dropDraft(base.id).catch(() => undefined);
    close();
  };
  // Escape goes on: nothing that was typed is thrown away by a key.
  const goOn = () => {
    if (!isMoved) continueWith(mine);
    else if (before.data) setComparing(true);
  };
  return (
    <>
      <Modal
        opened={!isComparing}
        onClose={goOn}
        withCloseButton={false}
        closeOnClickOutside={false}
        title={t("offer.title")}
      >
        <Stack gap="md">
          <Text size="sm">
            {t("offer.text")} <Time at={kept.saved_at} mode="absolute" />.
          </Text>
          {isMoved && (
            <Text size="sm">{t("offer.moved", { mine: kept.base_version, theirs: base.version })}</Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" color="red" onClick={discard}>
              {t("offer.discard")}
            </Button>
            {isMoved ? (
              <Button data-autofocus loading={before.isPending} onClick={goOn}>
                {t("offer.compare")}
              </Button>
            ) : (
              <Button data-autofocus onClick={goOn}>
                {t("offer.continue")}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
      <MergeDialog
        opened={isComparing}
        base={ground}
        mine={mine}
        theirs={toDraft(base)}
        action={t("offer.continue")}
        onClose={() => setComparing(false)}
        onMerged={continueWith}
      />
    </>
  );
}
