import { Button, Modal, Stack, Text } from "@mantine/core";
import { type Icon, IconArrowMerge, IconCopyPlus, IconDownload, IconStackPush } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { PagePending } from "@/ui/page/page-pending";
import { Time } from "@/ui/time/time";
import { createTemplate, templateQuery, versionQuery } from "../../queries";
import { toDraft } from "../draft";
import { dropDraft } from "../requests";
import type { Editing } from "../use-editing";
import { MergeDialog } from "./merge-dialog";

type StaleDialogProps = { editing: Editing; home: string };

/** Somebody saved first: ways on, none of which loses anything unasked. */
export function StaleDialog({ editing, home }: StaleDialogProps) {
  const { t } = useTranslation("template-shell");
  const { base, draft, saving } = editing;
  const isOpen = saving.state === "stale";
  const [isMerging, setMerging] = useState(false);
  const newest = useQuery({ ...templateQuery(base.id), enabled: isOpen });
  // What lies in the cache may be as old as the draft.
  const theirs = isOpen && newest.data && newest.data.version >= saving.currentVersion ? newest.data : null;
  const close = () => {
    setMerging(false);
    editing.dismiss();
  };
  return (
    <>
      <Modal
        opened={isOpen && !isMerging}
        onClose={close}
        title={t("stale.title")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {theirs ? (
          <Choices editing={editing} theirs={theirs} home={home} onMerge={() => setMerging(true)} />
        ) : (
          <Missing isPending={newest.isFetching} error={newest.error} retry={() => void newest.refetch()} />
        )}
      </Modal>
      {theirs && (
        <MergeDialog
          opened={isMerging}
          base={toDraft(base)}
          mine={draft}
          theirs={toDraft(theirs)}
          action={t("merge.save")}
          onClose={() => setMerging(false)}
          onMerged={(merged) => {
            setMerging(false);
            editing.saveMerged(theirs, merged);
          }}
        />
      )}
    </>
  );
}

function Missing({ isPending, error, retry }: { isPending: boolean; error: unknown; retry: () => void }) {
  return isPending ? <PagePending /> : <ErrorState error={error} onRetry={retry} />;
}

type ChoicesProps = { editing: Editing; theirs: TemplateDetail; home: string; onMerge: () => void };

function Choices({ editing, theirs, home, onMerge }: ChoicesProps) {
  const { t } = useTranslation("template-shell");
  const { base, draft } = editing;
  const version = useQuery(versionQuery(base.id, theirs.version));
  const navigate = useNavigate();
  const copy = useMutation({
    mutationFn: async () => {
      const { type, locale } = base;
      const name = t("stale.copy_name", { name: draft.name.slice(0, 230) });
      const made = await createTemplate({ ...draft, name, type, locale, is_default: false });
      await dropDraft(base.id).catch(() => undefined);
      return made;
    },
    onSuccess: async (made) => {
      notifyDone(t("stale.copied", { name: made.name }));
      await navigate({ to: `${home}/${made.id}`, ignoreBlocker: true });
    },
  });
  const who = version.data?.created_by?.full_name ?? t("stale.somebody");
  return (
    <Stack gap="md">
      <Text size="sm">
        {t("stale.text", { who, mine: base.version, theirs: theirs.version })}{" "}
        {version.data && <Time at={version.data.created_at} />}
      </Text>
      <Choice icon={IconArrowMerge} label={t("stale.merge")} text={t("stale.merge_text")} run={onMerge} />
      <Choice
        icon={IconStackPush}
        label={t("stale.keep_mine")}
        text={t("stale.keep_mine_text")}
        run={editing.saveOnTop}
      />
      <Choice
        icon={IconDownload}
        label={t("stale.take_theirs")}
        text={t("stale.take_theirs_text")}
        run={() => editing.adopt(theirs)}
      />
      <Choice
        icon={IconCopyPlus}
        label={t("stale.copy")}
        text={t("stale.copy_text")}
        run={() => copy.mutate()}
        isBusy={copy.isPending}
      />
      <FormError error={copy.error} />
    </Stack>
  );
}

type ChoiceProps = { icon: Icon; label: string; text: string; run: () => void; isBusy?: boolean };

function Choice({ icon: Glyph, label, text, run, isBusy }: ChoiceProps) {
  return (
    <div>
      <Button
        variant="default"
        fullWidth
        justify="flex-start"
        loading={isBusy}
        leftSection={<Glyph size={18} aria-hidden />}
        onClick={run}
      >
        {label}
      </Button>
      <Text size="xs" c="dimmed" mt={4}>
        {text}
      </Text>
    </div>
  );
}
