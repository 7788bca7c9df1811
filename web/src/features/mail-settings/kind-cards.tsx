import { SimpleGrid, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ProviderKind } from "@/lib/api-types-mail-settings";
import classes from "./mail-settings.module.css";

type KindCardsProps = { kinds: ProviderKind[]; onPick: (kind: ProviderKind) => void };

/** The kinds of provider to choose from, the ones that need no account at a service first. */
export function KindCards({ kinds, onPick }: KindCardsProps) {
  const { t } = useTranslation("mail-settings");
  const sorted = [...kinds].sort((a, b) => rank(a) - rank(b));
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
      {sorted.map((kind) => (
        <UnstyledButton key={kind.name} className={classes.kind} onClick={() => onPick(kind)}>
          <Text fw={600} size="sm">
            {kind.title}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`kind.${kind.name}`, { defaultValue: t("kind.service") })}
          </Text>
        </UnstyledButton>
      ))}
    </SimpleGrid>
  );
}

function rank(kind: ProviderKind): number {
  const place = ["smtp", "ses"].indexOf(kind.name);
  if (place >= 0) return place;
  return kind.name === "outbox" ? 99 : 50;
}
