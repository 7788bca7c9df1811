import { Button, Text } from "@mantine/core";
import { IconEye, IconWand } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TypeLock } from "@/lib/api-types-library";
import type { MailLocale, TemplateType } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { MailCard } from "@/ui/mail-thumbnail/mail-card";
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
    <MailCard
      {...{ ref, name, rendered }}
      isShipped
      failed={t("template-library:thumbnail.failed")}
      actions={
        <>
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
        </>
      }
    >
      <Text size="sm" c="dimmed" className={classes.subject}>
        {t(`type_text.${type}`)}
      </Text>
      <div className={classes.tags}>
        <Tag>{t("shipped.badge")}</Tag>
        <Tag>{locale.toUpperCase()}</Tag>
      </div>
      {lock && <LockNote reason={lock.reason} />}
    </MailCard>
  );
}
