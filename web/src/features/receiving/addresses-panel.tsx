import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { Copyable } from "@/ui/copyable/copyable";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { domainsQuery, organizationQuery, providersQuery } from "./queries";
import classes from "./receiving.module.css";

/** Which addresses are the organisation's, and the three ways to have their mail brought here. */
export function AddressesPanel() {
  const { t } = useTranslation("receiving");
  const path = usePath();
  const { data: organization } = useQuery(organizationQuery);
  const { data: domains = [] } = useQuery(domainsQuery);
  const { data: providers = [] } = useQuery(providersQuery);
  const hooks = providers.filter(({ webhook_url }) => webhook_url);
  const address = organization?.support_address;
  const sending = (
    <Anchor component={Link} size="sm" to={path("/admin/mail/sending")}>
      {t("ways.open_sending")}
    </Anchor>
  );
  return (
    <Surface title={t("addresses.title")} description={t("addresses.text")}>
      <div className={classes.stack}>
        <Way title={t("addresses.support")}>
          {address ? (
            <Copyable text={address} />
          ) : (
            <Text size="sm">
              {t("addresses.none")}{" "}
              <Anchor component={Link} size="sm" to={path("/admin/settings")}>
                {t("addresses.open_settings")}
              </Anchor>
            </Text>
          )}
        </Way>
        <Way title={t("ways.mx")} text={t("ways.mx_text")}>
          {domains.length === 0 && <Text size="sm">{t("ways.no_domain")}</Text>}
          {domains.map((domain) => (
            <Domain key={domain.id} domain={domain} />
          ))}
          {sending}
        </Way>
        <Way title={t("ways.forward")} text={t("ways.forward_text")}>
          {address && <Copyable text={address} />}
        </Way>
        <Way title={t("ways.webhook")} text={t("ways.webhook_text")}>
          {hooks.length === 0 && <Text size="sm">{t("ways.no_provider")}</Text>}
          {hooks.map(({ id, name, webhook_url }) => (
            <Copyable key={id} label={name} text={`${webhook_url}/inbound`} />
          ))}
        </Way>
      </div>
    </Surface>
  );
}

function Way({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div className={classes.way}>
      <Text component="h3" size="sm" fw={620} m={0}>
        {title}
      </Text>
      {text && (
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      )}
      {children}
    </div>
  );
}

type DomainProps = {
  domain: {
    domain: string;
    verified_at: string | null;
    records: { purpose: string; type: string; expected: string }[];
  };
};

function Domain({ domain }: DomainProps) {
  const { t } = useTranslation("receiving");
  const record = domain.records.find(({ purpose }) => purpose === "receiving");
  return (
    <div className={classes.domain}>
      <div className={classes.line}>
        <Text size="sm" fw={560} className="fd-break">
          {domain.domain}
        </Text>
        <StatusBadge tone={domain.verified_at ? "good" : "attention"}>
          {domain.verified_at ? t("ways.verified") : t("ways.unverified")}
        </StatusBadge>
      </div>
      {record?.expected && <Copyable label={record.type} text={record.expected} />}
    </div>
  );
}
