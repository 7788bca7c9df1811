import { Button, Group, Text, Title } from "@mantine/core";
import { IconEye, IconWand } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TypeLock } from "@/lib/api-types-library";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { MailThumbnail } from "@/ui/mail-thumbnail/mail-thumbnail";
import { useSeen } from "@/ui/mail-thumbnail/use-seen";
import { startRenderedQuery } from "../gallery/rendered";
import { shippedStart } from "../gallery/start";
import { LockNote } from "./facts";
import classes from "./library.module.css";
import { Tag } from "./tag";

type ShippedCardProps = {
  type: TemplateType;
  locale: MailLocale;
  lock: TypeLock | undefined;
  onLook: () => void;
  onCustomise: () => void;
};

export function ShippedCard({ type, locale, lock, onLook, onCustomise }: ShippedCardProps) {
  const { t } = useTranslation("templates");
  const mayManage = useCan("templates.manage");
  const { ref, seen } = useSeen();
  const rendered = useQuery({ ...startRenderedQuery(shippedStart(type), locale), enabled: seen });
  const name = t(`type.${type}`);
  return (
    <article className={classes.card} data-shipped>
      <div className={classes.picture}>
        <MailThumbnail
          ref={ref}
          html={rendered.data?.preview_html}
          title={name}
          loading={rendered.isLoading}
          failure={rendered.isError ? t("template-library:thumbnail.failed") : null}
        />
      </div>
      <div className={classes.words}>
        <Title order={3} className={classes.name}>
          {name}
        </Title>
        <Text size="sm" c="dimmed" className={classes.subject}>
          {t(`type_text.${type}`)}
        </Text>
        <div className={classes.tags}>
          <Tag>{t("shipped.badge")}</Tag>
          <Tag>{locale.toUpperCase()}</Tag>
        </div>
        {lock && <LockNote reason={lock.reason} />}
        <Group gap="xs" mt="auto" pt="sm">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconEye size={14} aria-hidden />}
            aria-label={t("shipped.preview_of", { name })}
            onClick={onLook}
          >
            {t("shipped.preview")}
          </Button>
          {mayManage && !lock && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconWand size={14} aria-hidden />}
              aria-label={t("shipped.customise_of", { name })}
              onClick={onCustomise}
            >
              {t("shipped.customise")}
            </Button>
          )}
        </Group>
      </div>
    </article>
  );
}
