import { Anchor, Badge, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ReceivedDetail } from "@/lib/api-types-inbox";
import { usePath } from "@/lib/paths";
import { formatSize } from "@/lib/size";
import { type Fact, Facts } from "@/ui/facts/facts";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { Protection } from "./protection";
import { Verdict } from "./verdict";

export function ReceivedFacts({ mail }: { mail: ReceivedDetail }) {
  const { t, i18n } = useTranslation("inbox");
  const path = usePath();
  const say = useMailWords();
  const facts: Fact[] = [
    [t("fact.from"), mail.from_name ? `${mail.from_name} <${mail.from_address}>` : mail.from_address],
    [
      t("fact.verdict"),
      mail.authentication && (
        <Verdict key="verdict" authentication={mail.authentication} isSpoofed={mail.is_spoofed} />
      ),
    ],
    [t("fact.to"), mail.to_addresses.join(", ")],
    ["Cc", mail.cc_addresses.join(", ")],
    [t("fact.envelope_from"), mail.envelope_from],
    [t("fact.envelope_to"), mail.envelope_to.join(", ")],
    [t("fact.kind"), mail.kind && t(`kind.${mail.kind}`)],
    [t("fact.kind_reason"), say(mail.kind_reason)],
    [t("fact.protection"), mail.protection && <Protection key="protection" protection={mail.protection} />],
    [t("fact.at"), <Time key="at" at={mail.created_at} mode="absolute" />],
    [t("fact.dated"), mail.dated_at && <Time key="dated" at={mail.dated_at} mode="absolute" />],
    [t("fact.source"), t(`via.${mail.source}`)],
    [t("fact.size"), formatSize(mail.size, i18n.language)],
    [t("fact.tags"), mail.tags.length > 0 && <Tags key="tags" tags={mail.tags} />],
    [
      t("fact.contact"),
      mail.contact_id && (
        <Anchor key="contact" component={Link} size="sm" to={path(`/admin/contacts/${mail.contact_id}`)}>
          {t("fact.open_contact")}
        </Anchor>
      ),
    ],
    ["Message-ID", mail.message_id],
  ];
  return (
    <Surface title={t("fact.title")}>
      <Facts facts={facts} />
    </Surface>
  );
}

function Tags({ tags }: { tags: string[] }) {
  return (
    <Group component="span" gap={4}>
      {tags.map((tag) => (
        <Badge key={tag} component="span" size="sm" variant="light" color="gray">
          {tag}
        </Badge>
      ))}
    </Group>
  );
}
