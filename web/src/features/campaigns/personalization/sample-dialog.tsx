import { Alert, Button, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, LETTERS } from "@/lib/api-types-campaigns";
import type { PersonalizationSample } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { recheckQuotas } from "@/lib/usable-models";
import { useCurrency } from "@/lib/use-currency";
import { FormError } from "@/ui/form/submit";
import { ContactPicker } from "../draft/contact-picker";
import classes from "./personalization.module.css";
import { samplePersonalization } from "./queries";

type SampleDialogProps = { campaign: CampaignDetail; opened: boolean; onClose: () => void };

/** What one contact would get, beside what everybody gets. The model is asked and paid for; nothing is sent. */
export function SampleDialog({ campaign, opened, onClose }: SampleDialogProps) {
  const { t } = useTranslation("personalization");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t("sample.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Sample campaign={campaign} />
    </Modal>
  );
}

function Sample({ campaign }: { campaign: CampaignDetail }) {
  const { t } = useTranslation("personalization");
  const [contactId, setContactId] = useState<string>();
  const [position, setPosition] = useState(0);
  const ask = useMutation({
    mutationFn: () => samplePersonalization(campaign.id, contactId, position),
    onSettled: recheckQuotas,
  });
  return (
    <Stack gap="md">
      <ContactPicker value={contactId} onChange={setContactId} />
      {campaign.variants.length > 1 && (
        <SegmentedControl
          aria-label={t("sample.variant")}
          value={String(position)}
          onChange={(value) => setPosition(Number(value))}
          data={campaign.variants.map((each) => ({
            value: String(each.position),
            label: LETTERS[each.position] ?? "",
          }))}
        />
      )}
      <div>
        <Button loading={ask.isPending} onClick={() => ask.mutate()}>
          {t(ask.data ? "sample.again" : "sample.ask")}
        </Button>
      </div>
      <FormError error={ask.error} />
      <div aria-live="polite">{ask.data && !ask.isPending && <Written sample={ask.data} />}</div>
    </Stack>
  );
}

function Written({ sample }: { sample: PersonalizationSample }) {
  const { t, i18n } = useTranslation("personalization");
  const currency = useCurrency();
  const told = Object.entries(sample.told).filter(([, value]) => value);
  return (
    <Stack gap="md">
      <Text size="sm">{t("sample.for", { name: sample.full_name || sample.email })}</Text>
      {sample.state === "plain" && (
        <Alert variant="light" color="gray" icon={<IconInfoCircle size={18} />} title={t("sample.plain")}>
          {t(`reason.${sample.reason}`, { defaultValue: sample.detail || sample.reason })}
        </Alert>
      )}
      {sample.fields.map(({ name, before, written }) => (
        <div key={name} className={classes.pair}>
          <Side
            label={t("sample.before", { field: t(`field.${name}`, { defaultValue: name }) })}
            text={before}
          />
          <Side label={t("sample.after")} text={written ?? t("sample.same")} isNew={written !== null} />
        </div>
      ))}
      <Text size="xs" c="dimmed">
        {told.length > 0
          ? t("sample.told", { facts: told.map(([name, value]) => `${name}: ${value}`).join(" · ") })
          : t("sample.told_nothing")}
      </Text>
      <Text size="xs" c="dimmed" className="fd-tabular">
        {t("sample.spent", {
          model: sample.model || "–",
          tokens: formatNumber(sample.prompt_tokens + sample.completion_tokens, i18n.language),
          cost: currency ? formatMoney(sample.cost, currency, i18n.language) : sample.cost,
        })}
      </Text>
    </Stack>
  );
}

function Side({ label, text, isNew }: { label: string; text: string; isNew?: boolean }) {
  return (
    <div className={classes.side} data-new={isNew || undefined}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" className={classes.words}>
        {text}
      </Text>
    </div>
  );
}
