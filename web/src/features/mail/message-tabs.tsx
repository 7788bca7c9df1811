import { Button, Group, Tabs, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconDownload, IconFile, IconPhotoOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { formatSize } from "@/lib/size";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { hasRemoteImages } from "@/ui/email-frame/scheme";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./mail.module.css";
import { attachmentUrl, sourceQuery, sourceUrl } from "./queries";

export function MessageTabs({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  return (
    <section className={classes.body} aria-label={t("content")}>
      <Tabs defaultValue={message.html ? "rendered" : "text"}>
        <Tabs.List className={classes.tabs}>
          {message.html && <Tabs.Tab value="rendered">{t("view.rendered")}</Tabs.Tab>}
          <Tabs.Tab value="text">{t("view.text")}</Tabs.Tab>
          <Tabs.Tab value="source">{t("view.source")}</Tabs.Tab>
          <Tabs.Tab value="headers">{t("view.headers")}</Tabs.Tab>
          <Tabs.Tab value="attachments">
            {t("view.attachments", { number: message.attachments.length })}
          </Tabs.Tab>
        </Tabs.List>
        {message.html && (
          <Tabs.Panel value="rendered">
            <Rendered html={message.html} />
          </Tabs.Panel>
        )}
        <Tabs.Panel value="text">
          <Plain label={t("view.text")} text={message.text || t("no_text")} />
        </Tabs.Panel>
        <Tabs.Panel value="source">
          <Source id={message.id} />
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <Headers headers={message.headers} />
        </Tabs.Panel>
        <Tabs.Panel value="attachments">
          <Attachments message={message} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}

function Rendered({ html }: { html: string }) {
  const { t } = useTranslation("mail");
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  return (
    <>
      {hasRemoteImages(html, window.location.origin) && (
        <Text size="xs" c="dimmed" className={classes.note}>
          <IconPhotoOff size={14} aria-hidden /> {t("remote_images")}
        </Text>
      )}
      <div className={classes.frame}>
        <EmailFrame html={html} title={t("frame")} width={isPhone ? 360 : 680} />
      </div>
    </>
  );
}

function Plain({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <pre className={classes.plain}>{text}</pre>
    </section>
  );
}

function Source({ id }: { id: string }) {
  const { t } = useTranslation("mail");
  const source = useQuery(sourceQuery(id));
  if (source.isPending) return <PagePending />;
  if (source.data === undefined) return <ErrorState error={source.error} onRetry={() => source.refetch()} />;
  return (
    <>
      <Group justify="flex-end" p="xs">
        <Button
          component="a"
          href={sourceUrl(id)}
          download={`${id}.eml`}
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t("download_source")}
        </Button>
      </Group>
      <Plain label={t("view.source")} text={source.data} />
    </>
  );
}

function Headers({ headers }: { headers: MessageDetail["headers"] }) {
  return (
    <dl className={classes.headers}>
      {headers.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice with the same value, and none moves
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Attachments({ message }: { message: MessageDetail }) {
  const { t, i18n } = useTranslation("mail");
  if (message.attachments.length === 0) return <EmptyState icon={IconFile} title={t("no_attachments")} />;
  return (
    <ul className={classes.attachments}>
      {message.attachments.map(({ index, filename, content_type, size }) => (
        <li key={index}>
          <IconFile size={20} aria-hidden />
          <div className="fd-break">
            <Text size="sm" fw={560}>
              {filename}
            </Text>
            <Text size="xs" c="dimmed">
              {content_type} · {formatSize(size, i18n.language)}
            </Text>
          </div>
          <Button
            component="a"
            href={attachmentUrl(message.id, index)}
            download={filename}
            size="compact-sm"
            variant="default"
            aria-label={t("download", { name: filename })}
          >
            <IconDownload size={16} aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
