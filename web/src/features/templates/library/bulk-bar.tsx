import { Button, Text } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconDownload,
  IconPlayerPlay,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BulkAction, BulkResult } from "@/lib/api-types-library";
import type { Template } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { ReachList } from "@/ui/template-reach/reach-list";
import { BulkResultDialog } from "./bulk-result";
import classes from "./library.module.css";
import { changeMany, exportUrl } from "./queries";
import type { Selection } from "./use-selection";

type BulkBarProps = {
  templates: Template[];
  selection: Selection;
  /** What is on show is archived. */
  archived: boolean;
  /** They serve other organisations: says whom before they are activated. */
  shared: boolean;
};

/** What can be done with the chosen templates together. */
export function BulkBar({ templates, selection, archived, shared }: BulkBarProps) {
  const { t } = useTranslation("template-library");
  const client = useQueryClient();
  const onError = useNotifyError();
  const mayManage = useCan("templates.manage");
  const mayActivate = useCan("templates.activate");
  const [asking, setAsking] = useState<BulkAction | null>(null);
  const [outcomes, setOutcomes] = useState<BulkResult[] | null>(null);
  const send = async (action: BulkAction) => {
    const { items } = await changeMany([...selection.ids], action);
    await client.invalidateQueries({ queryKey: ["email-templates"] });
    if (items.some(({ ok }) => !ok)) return setOutcomes(items);
    notifyDone(t(`bulk.done_${action}`, { count: items.length }));
    selection.clear();
  };
  const run = useMutation({ mutationFn: send, onError });
  const chosen = templates.filter(({ id }) => selection.has(id));
  const count = selection.ids.length;
  return (
    <>
      {count > 0 && (
        <section className={classes.bulk} aria-label={t("bulk.label")}>
          <Text size="sm" fw={560} role="status" mr="auto">
            {t("bulk.chosen", { count })}
          </Text>
          {count < templates.length && (
            <Button
              size="compact-sm"
              variant="subtle"
              onClick={() => selection.set(templates.map(({ id }) => id))}
            >
              {t("bulk.all", { count: templates.length })}
            </Button>
          )}
          {mayActivate && !archived && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => setAsking("activate")}
            >
              {t("menu.activate")}
            </Button>
          )}
          {mayManage && (
            <Button
              size="compact-sm"
              variant="default"
              loading={run.isPending}
              leftSection={
                archived ? <IconArchiveOff size={14} aria-hidden /> : <IconArchive size={14} aria-hidden />
              }
              onClick={() => (archived ? run.mutate("unarchive") : setAsking("archive"))}
            >
              {t(archived ? "menu.unarchive" : "menu.archive")}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            component="a"
            href={exportUrl(selection.ids)}
            download
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t("menu.export")}
          </Button>
          {mayManage && (
            <Button
              size="compact-sm"
              variant="default"
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => setAsking("delete")}
            >
              {t("common:action.delete")}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={selection.clear}
          >
            {t("bulk.clear")}
          </Button>
        </section>
      )}
      <ConfirmDialog
        opened={asking !== null}
        onClose={() => setAsking(null)}
        danger={asking === "delete"}
        title={asking ? t(`bulk.ask_${asking}`, { count }) : ""}
        action={asking === "delete" ? t("common:action.delete") : t(`menu.${asking ?? "archive"}`)}
        run={async () => asking && send(asking)}
      >
        {asking && t(`bulk.text_${asking}`)}
        <ul className={classes.names}>
          {chosen.map(({ id, name, locale }) => (
            <li key={id}>
              {name} <Text span c="dimmed" size="xs">{`${locale.toUpperCase()}`}</Text>
              {shared && asking === "activate" && <ReachList templateId={id} />}
            </li>
          ))}
        </ul>
      </ConfirmDialog>
      <BulkResultDialog
        outcomes={outcomes}
        templates={templates}
        onClose={() => {
          setOutcomes(null);
          selection.clear();
        }}
      />
    </>
  );
}
