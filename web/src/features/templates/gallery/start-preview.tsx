import { Button, Group, Modal, SegmentedControl, Text } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./gallery.module.css";
import { startRenderedQuery } from "./rendered";
import type { Start } from "./start";
import { useStartWords } from "./use-start-words";

const DEVICES = { desktop: IconDeviceDesktop, mobile: IconDeviceMobile };
type Device = keyof typeof DEVICES;

type StartPreviewProps = {
  start: Start | null;
  locale: MailLocale;
  onLocale: (locale: MailLocale) => void;
  /** Left out where one may only look. */
  onUse?: (start: Start) => void;
  onClose: () => void;
};

/** A start at its full size: on a desk and on a phone, in each of its languages. */
export function StartPreview({ start, locale, onLocale, onUse, onClose }: StartPreviewProps) {
  const { t } = useTranslation("template-gallery");
  const words = useStartWords();
  const [device, setDevice] = useState<Device>("desktop");
  return (
    <Modal
      opened={start !== null}
      onClose={onClose}
      size="50rem"
      title={start && words(start).name}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {start && (
        <>
          <Group gap="xs" mb="sm">
            <SegmentedControl
              size="xs"
              aria-label={t("device.label")}
              value={device}
              onChange={(value) => setDevice(value as Device)}
              data={Object.entries(DEVICES).map(([value, Glyph]) => ({
                value,
                label: (
                  <span className={classes.device}>
                    <Glyph size={16} aria-hidden /> {t(`device.${value}`)}
                  </span>
                ),
              }))}
            />
            {start.locales.length > 1 && (
              <SegmentedControl
                size="xs"
                aria-label={t("templates:field.locale")}
                value={locale}
                onChange={(value) => onLocale(value as MailLocale)}
                data={start.locales.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
              />
            )}
            {onUse && (
              <Button size="xs" ml="auto" onClick={() => onUse(start)}>
                {t("use")}
              </Button>
            )}
          </Group>
          <Rendered start={start} locale={locale} device={device} />
        </>
      )}
    </Modal>
  );
}

function Rendered({ start, locale, device }: { start: Start; locale: MailLocale; device: Device }) {
  const { t } = useTranslation("template-gallery");
  const rendered = useQuery(startRenderedQuery(start, locale));
  if (rendered.isPending) return <PagePending />;
  if (!rendered.data) return <ErrorState error={rendered.error} onRetry={() => rendered.refetch()} />;
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("subject")}
      </Text>
      <Text fw={560} mb="sm">
        {rendered.data.subject}
      </Text>
      <div className={classes.look}>
        <EmailFrame
          html={rendered.data.preview_html}
          title={t("frame")}
          width={device === "mobile" ? 375 : 680}
          device={device === "mobile"}
        />
      </div>
    </>
  );
}
