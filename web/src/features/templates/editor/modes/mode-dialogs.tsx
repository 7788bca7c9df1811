import { Alert, Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { useServerWords } from "@/ui/template-problems/server-words";
import type { Obstacle } from "../../visual/model";
import type { Draft } from "../draft";
import { type Converted, convertQuery } from "../requests";
import type { Modes, Pending } from "./use-modes";

type ModeDialogsProps = { modes: Modes; draft: Draft; onJump: (line: number, column: number) => void };

/** What a switch of modes has to say before it happens. */
export function ModeDialogs({ modes, draft, onJump }: ModeDialogsProps) {
  const { t } = useTranslation("template-shell");
  const { pending, cancel } = modes;
  const title =
    pending?.kind === "convert"
      ? t("mode.convert_title", { mode: t(`mode.${pending.mode}`) })
      : t("mode.obstacle_title");
  return (
    <Modal
      opened={pending !== null}
      onClose={cancel}
      size="lg"
      title={title}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {pending?.kind === "convert" && <Conversion modes={modes} draft={draft} pending={pending} />}
      {pending?.kind === "obstacle" && (
        <ObstacleNote
          obstacle={pending.obstacle}
          onClose={cancel}
          onShow={() => {
            cancel();
            onJump(pending.obstacle.line, pending.obstacle.column);
          }}
        />
      )}
    </Modal>
  );
}

type ConversionProps = { modes: Modes; draft: Draft; pending: Extract<Pending, { kind: "convert" }> };

function Conversion({ modes, draft, pending }: ConversionProps) {
  const { t } = useTranslation("template-shell");
  const from = draft.source_format === "html" ? "html" : "mjml";
  const converted = useQuery(convertQuery(draft.html_code, from, pending.to));
  if (converted.isPending) return <PagePending />;
  if (!converted.data) return <ErrorState error={converted.error} onRetry={() => converted.refetch()} />;
  return (
    <Stack gap="md">
      <Text size="sm">{t(`mode.text_${pending.mode}`)}</Text>
      <Changes converted={converted.data} />
      <Text size="xs" c="dimmed">
        {t("mode.undoable")}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={modes.cancel}>
          {t("common:action.cancel")}
        </Button>
        <Button data-autofocus onClick={() => modes.accept(converted.data, pending.mode)}>
          {t("mode.convert", { mode: t(`mode.${pending.mode}`) })}
        </Button>
      </Group>
    </Stack>
  );
}

function Changes({ converted: { changes, lossless } }: { converted: Converted }) {
  const { t } = useTranslation("template-shell");
  const say = useServerWords();
  const Glyph = lossless ? IconCircleCheck : IconAlertTriangle;
  return (
    <Alert
      variant="light"
      color={lossless ? "pine" : "brass"}
      icon={<Glyph size={18} />}
      title={t(lossless ? "mode.lossless" : "mode.lossy")}
    >
      {changes.length > 0 && (
        <List size="sm">
          {changes.map(({ code, message, line, count }) => (
            <List.Item key={`${code}:${line}:${message}`}>
              {say(message)}
              {line > 0 && ` (${t("mode.line", { line })})`}
              {count > 1 && ` ×${count}`}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

type ObstacleNoteProps = { obstacle: Obstacle; onClose: () => void; onShow: () => void };

function ObstacleNote({ obstacle, onClose, onShow }: ObstacleNoteProps) {
  const { t } = useTranslation("template-shell");
  const { message, detail, line, column } = obstacle;
  return (
    <Stack gap="md">
      <Text size="sm">{t(`obstacle.${message}`, { detail, line, column })}</Text>
      <Text size="sm" c="dimmed">
        {t("mode.obstacle_stay")}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.close")}
        </Button>
        {line > 0 && (
          <Button data-autofocus onClick={onShow}>
            {t("mode.show_place", { line })}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
