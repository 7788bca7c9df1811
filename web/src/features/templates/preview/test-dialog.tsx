import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SampleData } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { useErrorText } from "@/ui/form/error-text";
import { FormActions, useSubmit } from "@/ui/form/submit";
import { sendTest } from "../queries";
import { SampleSelect } from "../samples/sample-select";
import type { Sample } from "../samples/use-sample";
import { TestRecipients } from "./test-recipients";

type TestDialogProps = {
  id: number;
  data: SampleData | undefined;
  /** With it, the data can be chosen here. */
  sample?: Sample;
  dirty: boolean;
  opened: boolean;
  onClose: () => void;
};

export function TestDialog({ opened, onClose, ...form }: TestDialogProps) {
  const { t } = useTranslation("template-preview");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("test.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <TestForm {...form} onClose={onClose} />
    </Modal>
  );
}

/** What became of one address: the message, or why there is none. */
type Outcome = { to: string; messageId: string } | { to: string; error: unknown };

function TestForm({ id, data, sample, dirty, onClose }: Omit<TestDialogProps, "opened">) {
  const { t } = useTranslation("template-preview");
  const client = useQueryClient();
  const form = useForm<{ to: string[] }>({
    initialValues: { to: [useMe().profile?.email ?? ""].filter(Boolean) },
    validate: { to: (to) => (to.length > 0 ? null : t("test.no_one")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    // One after the other: each is a mail of its own, and one refusal must not hide the others.
    send: async ({ to }) => {
      const outcomes: Outcome[] = [];
      for (const address of to) outcomes.push(await sendOne(id, address, data));
      return outcomes;
    },
    done: () => client.invalidateQueries({ queryKey: ["mail"] }),
  });
  if (mutation.data) return <Outcomes outcomes={mutation.data} onAgain={mutation.reset} onClose={onClose} />;
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        {dirty && (
          <Alert color="brass" variant="light">
            {t("test.unsaved")}
          </Alert>
        )}
        <TestRecipients
          value={form.values.to}
          onChange={(to) => form.setFieldValue("to", to)}
          error={form.errors.to ? t("test.no_one") : null}
        />
        {sample && <SampleSelect sample={sample} label={t("sample.label")} mayAdd={false} />}
        <FormActions mutation={mutation} label={t("test.submit")} onCancel={onClose} />
      </Stack>
    </form>
  );
}

async function sendOne(id: number, to: string, data: SampleData | undefined): Promise<Outcome> {
  try {
    return { to, messageId: (await sendTest(id, to, data)).message_id };
  } catch (error) {
    return { to, error };
  }
}

type OutcomesProps = { outcomes: readonly Outcome[]; onAgain: () => void; onClose: () => void };

function Outcomes({ outcomes, onAgain, onClose }: OutcomesProps) {
  const { t } = useTranslation("template-preview");
  const describe = useErrorText();
  const path = usePath();
  return (
    <Stack gap="sm">
      {outcomes.map((outcome) =>
        "error" in outcome ? (
          <Alert
            key={outcome.to}
            color="red"
            variant="light"
            role="alert"
            icon={<IconAlertCircle size={18} />}
          >
            <Text size="sm" fw={560}>
              {t("test.failed", { to: outcome.to })}
            </Text>
            <Text size="sm">{describe(outcome.error)}</Text>
          </Alert>
        ) : (
          <Alert
            key={outcome.to}
            color="pine"
            variant="light"
            role="status"
            icon={<IconCircleCheck size={18} />}
          >
            <Group justify="space-between" gap="xs">
              <Text size="sm">{t("test.sent", { to: outcome.to })}</Text>
              <Button component={Link} size="compact-sm" to={path(`/admin/mail/${outcome.messageId}`)}>
                {t("test.look")}
              </Button>
            </Group>
          </Alert>
        ),
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onAgain}>
          {t("test.again")}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t("common:action.close")}
        </Button>
      </Group>
    </Stack>
  );
}
