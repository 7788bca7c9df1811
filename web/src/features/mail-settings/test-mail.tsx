import { Alert, Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Provider } from "@/lib/api-types-mail-settings";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { FormError, useSubmit } from "@/ui/form/submit";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { testProvider, trialQuery } from "./queries";

const WAITING = new Set(["queued", "sending", "scheduled"]);
const BAD = new Set(["failed", "bounced", "complained", "cancelled"]);
const LOOK_MS = 2000;

/** Sends a mail by exactly this provider, and shows what becomes of it. */
export function TestMail({ provider }: { provider: Provider }) {
  const { t } = useTranslation("mail-settings");
  const me = useMe();
  const [messageId, setMessageId] = useState("");
  const form = useForm({ initialValues: { to: me.profile?.email ?? "" } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ to }) => testProvider(provider.id, to),
    done: (sent) => setMessageId(sent.message_id),
  });
  return (
    <Stack gap="sm">
      <form onSubmit={onSubmit} noValidate aria-label={t("test.title")}>
        <Group gap="sm" align="flex-end">
          <TextInput
            type="email"
            label={t("test.to")}
            description={t("test.to_help")}
            style={{ flex: "1 1 16rem" }}
            {...form.getInputProps("to")}
          />
          <Button
            type="submit"
            loading={mutation.isPending}
            disabled={provider.state === "paused"}
            leftSection={<IconSend size={16} aria-hidden />}
          >
            {t("test.send")}
          </Button>
        </Group>
      </form>
      <FormError error={mutation.error} fields={["to"]} />
      {messageId && <Trial id={messageId} />}
    </Stack>
  );
}

/** The mail's way, live: the stream tells of it, and while it waits we look besides. */
function Trial({ id }: { id: string }) {
  const { t } = useTranslation("mail-settings");
  const say = useMailWords();
  const path = usePath();
  const trial = useQuery({
    ...trialQuery(id),
    refetchInterval: ({ state }) => (WAITING.has(state.data?.status ?? "queued") ? LOOK_MS : false),
  });
  const status = trial.data?.status ?? "queued";
  const told = BAD.has(status) ? "bad" : WAITING.has(status) ? "waiting" : status;
  return (
    <Alert
      variant="light"
      color={told === "bad" ? "red" : told === "waiting" ? "brass" : "pine"}
      role="status"
      title={<MailStatusBadge status={status} />}
    >
      <Stack gap={4}>
        <Text size="sm">{t(`test.${told}`)}</Text>
        {trial.data?.last_error && (
          <Text size="sm" className="fd-break">
            {say(trial.data.last_error)}
          </Text>
        )}
        <Anchor component={Link} size="sm" to={path(`/admin/mail/${id}`)}>
          {t("test.open")}
        </Anchor>
      </Stack>
    </Alert>
  );
}
