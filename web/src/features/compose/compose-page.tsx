import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { IconClock, IconHistory, IconSend } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SentMail } from "@/lib/api-types-compose";
import { browserZone } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { FormError } from "@/ui/form/submit";
import { Page } from "@/ui/page/page";
import { notify } from "@/ui/provider/notify";
import { Surface } from "@/ui/surface/surface";
import { AttachmentsField } from "./attachments-field";
import classes from "./compose.module.css";
import type { FitPart } from "./fit-slot";
import { PlaceholderFields } from "./placeholder-fields";
import { PreviewSide } from "./preview-side";
import { Recipients } from "./recipients-field";
import { TemplateField } from "./template-field";
import { type Compose, type Start, useCompose } from "./use-compose";
import { useSending } from "./use-sending";
import { WhenField } from "./when-field";

/** One mail to one person or a few: written, looked at as it will arrive, and sent. */
export function ComposePage({ start, fit }: { start: Start; fit: FitPart }) {
  const { t } = useTranslation("compose");
  const path = usePath();
  const compose = useCompose(start);
  const { draft, change, files, attach, preview } = compose;
  const { zone, isTheirs } = useClock(compose);
  const done = useDone(compose);
  const { send, problems, forget, isSending, error, known } = useSending({ compose, zone, done });
  const onEdit = (field: string) => forget(field);
  const part = { compose, problems, onEdit };
  const isNow = draft.way === "now";
  const button = (
    <Button
      leftSection={isNow ? <IconSend size={16} aria-hidden /> : <IconClock size={16} aria-hidden />}
      loading={isSending}
      onClick={send}
    >
      {t(isNow ? "send.now" : "send.later")}
    </Button>
  );
  return (
    <Page
      size="wide"
      title={t("title")}
      description={t("text")}
      back={{ to: path("/admin/mail"), label: t("back") }}
      actions={
        <Button variant="subtle" color="gray" onClick={compose.clear}>
          {t("clear")}
        </Button>
      }
    >
      <Earlier compose={compose} />
      <div className={classes.columns}>
        <Stack gap="lg">
          <Surface title={t("recipients.title")}>
            <Recipients {...part} />
          </Surface>
          <Surface title={t("template.title")}>
            <TemplateField {...part} />
          </Surface>
          {draft.choice && preview.shown && (
            <Surface title={t("values.title")} description={t("values.text")}>
              <PlaceholderFields key={JSON.stringify(draft.choice)} {...part} />
            </Surface>
          )}
          <Surface title={t("attachments.title")}>
            <AttachmentsField
              files={files}
              error={problems.attachments}
              onChange={(next) => {
                onEdit("attachments");
                attach(next);
              }}
            />
          </Surface>
          <Surface title={t("when.title")}>
            <WhenField {...part} zone={zone} isTheirs={isTheirs} />
          </Surface>
          <Surface title={t("reply_to.title")}>
            <TextInput
              type="email"
              label={t("reply_to.label")}
              description={t("reply_to.hint")}
              placeholder={preview.shown?.reply_to}
              value={draft.reply_to}
              error={problems.reply_to}
              onChange={(event) => {
                onEdit("reply_to");
                change({ reply_to: event.currentTarget.value });
              }}
            />
          </Surface>
          {problems.written && (
            <Text size="sm" c="red" role="alert">
              {problems.written}
            </Text>
          )}
          <div data-wrong={error ? "" : undefined}>
            <FormError error={error} fields={knownOf(problems, known)} />
          </div>
          <div className={classes.bar}>
            <Text size="sm" c="red" role="status">
              {Object.keys(problems).length > 0 && t("problem.look")}
            </Text>
            {button}
          </div>
        </Stack>
        <div className={classes.side}>
          <PreviewSide compose={compose} fit={fit} />
        </div>
      </div>
    </Page>
  );
}

/** Names of the server's fields whose complaint stands at its field already. */
function knownOf(problems: Readonly<Record<string, string>>, fields: readonly string[]): string[] {
  return fields.filter((field) => field in problems);
}

/** Whose clock a time is on: the recipient's if there is one and it is known. */
function useClock({ preview, draft }: Compose): { zone: string; isTheirs: boolean } {
  const own = useMe().profile?.timezone ?? browserZone();
  const theirs = draft.to.length > 0 ? preview.shown?.recipients[0]?.timezone : "";
  return theirs ? { zone: theirs, isTheirs: true } : { zone: own, isTheirs: false };
}

function useDone(compose: Compose): (sent: SentMail) => void {
  const { t } = useTranslation("compose");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  return ({ message_id, messages }) => {
    const isNow = compose.draft.way === "now";
    const timeline = path(`/admin/mail/${message_id}`);
    const held = messages.filter(({ status }) => status === "cancelled").length;
    compose.clear();
    notify({
      color: "pine",
      autoClose: 8000,
      message: (
        <>
          {t(isNow ? "sent.now" : "sent.later")} {held > 0 && t("sent.held", { count: held })}{" "}
          <Anchor
            href={timeline}
            size="sm"
            onClick={(event) => {
              event.preventDefault();
              void navigate({ to: timeline });
            }}
          >
            {t("sent.timeline")}
          </Anchor>
        </>
      ),
    });
    void client.invalidateQueries({ queryKey: ["mail"] });
    void navigate({ to: path("/admin/mail") });
  };
}

/** What was begun before this page was opened for something else. */
function Earlier({ compose }: { compose: Compose }) {
  const { t } = useTranslation("compose");
  if (!compose.earlier) return null;
  return (
    <Alert color="gray" variant="light" icon={<IconHistory size={18} />} title={t("earlier.title")} mb="lg">
      <Text size="sm" mb="xs" className="fd-break">
        {t("earlier.text", { to: compose.earlier.to.join(", ") || t("earlier.nobody") })}
      </Text>
      <Button size="compact-sm" variant="default" onClick={compose.resume}>
        {t("earlier.resume")}
      </Button>
    </Alert>
  );
}
