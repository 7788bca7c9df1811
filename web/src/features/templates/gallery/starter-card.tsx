import { Button, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import { MailCard } from "@/ui/mail-thumbnail/mail-card";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import { startRenderedQuery } from "./rendered";
import type { Start } from "./start";
import { useStartWords } from "./use-start-words";

type StarterCardProps = { start: Start; locale: MailLocale; onLook: () => void; onUse: () => void };

export function StarterCard({ start, locale, onLook, onUse }: StarterCardProps) {
  const { t } = useTranslation("template-gallery");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...startRenderedQuery(start, locale), enabled: seen });
  const { name, text } = useStartWords()(start);
  return (
    <MailCard
      {...{ ref, name, rendered }}
      failed={t("failed")}
      actions={
        <>
          <Button size="compact-sm" aria-label={t("use_of", { name })} onClick={onUse}>
            {t("use")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            aria-label={t("preview_of", { name })}
            onClick={onLook}
          >
            {t("preview")}
          </Button>
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {text}
      </Text>
    </MailCard>
  );
}
