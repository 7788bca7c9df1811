import { Button, Group, Text, Title } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import { MailThumbnail } from "@/ui/mail-thumbnail/mail-thumbnail";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import classes from "./gallery.module.css";
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
    <article className={classes.card}>
      <div className={classes.picture}>
        <MailThumbnail
          ref={ref}
          html={rendered.data?.preview_html}
          title={name}
          loading={rendered.isLoading}
          failure={rendered.isError ? t("failed") : null}
        />
      </div>
      <div className={classes.words}>
        <Title order={3} className={classes.name}>
          {name}
        </Title>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        <Group gap="xs" mt="auto" pt="sm">
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
        </Group>
      </div>
    </article>
  );
}
