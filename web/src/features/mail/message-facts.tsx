import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { type Fact, Facts } from "@/ui/facts/facts";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";

export function MessageFacts({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const isFirst = message.tries === 0;
  const facts: Fact[] = [
    [t("column.from"), message.from_address],
    [t("column.to"), message.to_address],
    ["Cc", message.cc.join(", ")],
    [t("fact.reply_to"), message.reply_to],
    [t("fact.created_at"), <Time key="created" at={message.created_at} mode="absolute" />],
    [t("fact.sent_at"), message.sent_at && <Time key="sent" at={message.sent_at} mode="absolute" />],
    [
      t(isFirst ? "goes_out" : "fact.next"),
      message.next_attempt_at && <Time key="next" at={message.next_attempt_at} mode="absolute" />,
    ],
    [t("fact.type"), message.type && t(`templates:type.${message.type}`, { defaultValue: message.type })],
    [t("fact.template"), !message.campaign_id && <TemplateLink key="template" message={message} />],
    [
      t("fact.delivered_at"),
      message.delivered_at && <Time key="told" at={message.delivered_at} mode="absolute" />,
    ],
    [t("campaign"), message.campaign_id && <CampaignLink key="campaign" id={message.campaign_id} />],
    [t("fact.variant"), message.variant !== null && variantName(message.variant)],
    [t("fact.contact"), message.contact_id && <ContactLink key="contact" id={message.contact_id} />],
    [t("fact.provider"), message.account_name || message.provider],
    [t("fact.tries"), String(message.tries)],
  ];
  return (
    <Surface title={t("facts")}>
      <Facts facts={facts} />
    </Surface>
  );
}

function TemplateLink({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const path = usePath();
  if (message.template_id === null) return t("fact.shipped");
  return (
    <Anchor component={Link} size="sm" to={path(`/admin/email-templates/${message.template_id}`)}>
      {t("fact.template_version", { version: message.template_version ?? "–" })}
    </Anchor>
  );
}

function CampaignLink({ id }: { id: string }) {
  const { t } = useTranslation("mail");
  const path = usePath();
  return (
    <Anchor component={Link} size="sm" to={path(`/admin/mail/campaigns/${id}`)}>
      {t("fact.open_campaign")}
    </Anchor>
  );
}

function ContactLink({ id }: { id: string }) {
  const { t } = useTranslation("mail");
  const path = usePath();
  return (
    <Anchor component={Link} size="sm" to={path(`/admin/contacts/${id}`)}>
      {t("fact.open_contact")}
    </Anchor>
  );
}

/** A, B, C …, as campaigns name them. */
function variantName(position: number): string {
  return String.fromCharCode(65 + position);
}
