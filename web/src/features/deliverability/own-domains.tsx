import { Anchor, Group, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Deliverability } from "@/lib/api-types-mail-settings";
import { usePath } from "@/lib/paths";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";

const TONES: Record<string, Tone> = { ok: "good", warning: "attention", missing: "bad", different: "bad" };
const RECORDS = ["spf", "dkim", "dmarc"] as const;

/** Whether receivers can tell that a mail is really from the organisation's domains. */
export function OwnDomains({ domains }: { domains: Deliverability["domains"] }) {
  const { t } = useTranslation("deliverability");
  const path = usePath();
  return (
    <Surface title={t("domains.title")} description={t("domains.text")}>
      <Stack gap="md">
        {domains.map((domain) => (
          <Group key={domain.id} gap="xs">
            <Text size="sm" fw={560} className="fd-break">
              {domain.domain}
            </Text>
            {RECORDS.map((record) => {
              const state = domain.authentication[record] ?? "unchecked";
              return (
                <StatusBadge key={record} tone={TONES[state] ?? "quiet"}>
                  {record.toUpperCase()}: {t(`record_state.${state}`)}
                </StatusBadge>
              );
            })}
            {domain.checked_at && (
              <Text size="xs" c="dimmed">
                {t("domains.checked")} <Time at={domain.checked_at} />
              </Text>
            )}
          </Group>
        ))}
        {domains.length === 0 && <Text size="sm">{t("domains.none")}</Text>}
        <Anchor component={Link} size="sm" to={path("/admin/mail/sending")}>
          {t("domains.open")}
        </Anchor>
      </Stack>
    </Surface>
  );
}
