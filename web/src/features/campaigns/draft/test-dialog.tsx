import { Modal, SegmentedControl, Skeleton, Stack, TagsInput, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, LETTERS } from "@/lib/api-types-campaigns";
import { useCan, useMe } from "@/lib/session";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { FormActions, FormError, notifyDone, useSubmit } from "@/ui/form/submit";
import { previewQuery, testCampaign } from "../queries";
import { ContactPicker } from "./contact-picker";
import classes from "./draft.module.css";

type TestDialogProps = { campaign: CampaignDetail; opened: boolean; onClose: () => void };

export function TestDialog({ campaign, opened, onClose }: TestDialogProps) {
  const { t } = useTranslation("campaigns");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("test.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <TestForm campaign={campaign} onClose={onClose} />
    </Modal>
  );
}

function TestForm({ campaign, onClose }: Omit<TestDialogProps, "opened">) {
  const { t } = useTranslation("campaigns");
  const me = useMe();
  const maySeeContacts = useCan("contacts.read");
  const form = useForm({
    initialValues: {
      to: [me.profile?.email ?? ""].filter(Boolean),
      position: 0,
      contactId: undefined as string | undefined,
    },
    validate: { to: (value) => (value.length > 0 ? null : t("common:error.required")) },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => testCampaign(campaign.id, values.to, values.position, values.contactId),
    done: (_, values) => {
      notifyDone(t("test.sent", { count: values.to.length }));
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TagsInput
          label={t("test.to")}
          description={t("test.to_hint")}
          maxTags={10}
          data-autofocus
          {...form.getInputProps("to")}
        />
        {campaign.variants.length > 1 && (
          <SegmentedControl
            aria-label={t("variants.variant")}
            value={String(form.values.position)}
            onChange={(value) => form.setFieldValue("position", Number(value))}
            data={campaign.variants.map(({ position }) => ({
              value: String(position),
              label: t("variants.letter", { letter: LETTERS[position] }),
            }))}
          />
        )}
        {maySeeContacts && (
          <ContactPicker
            value={form.values.contactId}
            onChange={(contactId) => form.setFieldValue("contactId", contactId)}
          />
        )}
        <Preview campaign={campaign} position={form.values.position} contactId={form.values.contactId} />
        <FormError error={mutation.error} fields={["to"]} />
        <FormActions mutation={mutation} label={t("test.send")} onCancel={onClose} />
      </Stack>
    </form>
  );
}

type PreviewProps = { campaign: CampaignDetail; position: number; contactId: string | undefined };

function Preview({ campaign, position, contactId }: PreviewProps) {
  const { t } = useTranslation("campaigns");
  const preview = useQuery({
    ...previewQuery(campaign.id, campaign.version, position, contactId),
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  if (preview.isPending) return <Skeleton height={240} />;
  if (!data) return <FormError error={preview.error} />;
  return (
    <div>
      <Text size="sm" fw={560}>
        {data.subject}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t("test.from", { address: data.from_address })}
      </Text>
      <div className={classes.picture} style={{ height: "20rem" }}>
        <EmailFrame html={data.html} title={t("test.preview")} width={640} />
      </div>
    </div>
  );
}
