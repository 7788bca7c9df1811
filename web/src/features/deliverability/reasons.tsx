import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Deliverability } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { BarList } from "@/ui/charts/bar-list";
import { Surface } from "@/ui/surface/surface";

/** Why mail did not arrive, the commonest first, each with a mail to look at. */
export function Reasons({ reasons }: { reasons: Deliverability["reasons"] }) {
  const { t, i18n } = useTranslation("deliverability");
  const path = usePath();
  return (
    <Surface title={t("reasons.title")} description={t("reasons.text")}>
      {reasons.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("reasons.none")}
        </Text>
      ) : (
        <BarList
          label={t("reasons.title")}
          bars={reasons.map((reason) => ({
            key: `${reason.status}${reason.bounce_kind}${reason.bounce_reason}`,
            value: reason.count,
            text: formatNumber(reason.count, i18n.language),
            note: reason.bounce_kind ? t(`bounce_kind.${reason.bounce_kind}`) : undefined,
            label: (
              <Stack gap={0}>
                <span>
                  {t(`reason.${reason.bounce_reason || reason.status}`, {
                    defaultValue: reason.bounce_reason.replaceAll("_", " "),
                  })}
                </span>
                <Text size="xs" c="dimmed" span className="fd-break">
                  <Anchor
                    component={Link}
                    size="xs"
                    td="underline"
                    to={path(`/admin/mail/${reason.example.message_id}`)}
                  >
                    {reason.example.to_address}
                  </Anchor>
                  {reason.example.last_error && ` · ${reason.example.last_error.slice(0, 160)}`}
                </Text>
              </Stack>
            ),
          }))}
        />
      )}
    </Surface>
  );
}
