import { Button, Drawer, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconHistory, IconRestore } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { ListState } from "@/ui/list/list-state";
import { PagePending } from "@/ui/page/page-pending";
import { Time } from "@/ui/time/time";
import { previewQuery, restoreVersion, versionQuery, versionsQuery } from "../queries";
import classes from "./editor.module.css";

type VersionsDrawerProps = {
  template: TemplateDetail;
  dirty: boolean;
  opened: boolean;
  onClose: () => void;
  onRestored: (template: TemplateDetail) => void;
};

export function VersionsDrawer({ opened, onClose, ...rest }: VersionsDrawerProps) {
  const { t } = useTranslation("template-editor");
  const [number, setNumber] = useState<number | null>(null);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="lg"
      title={t("versions.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {number === null ? (
        <VersionList template={rest.template} onChoose={setNumber} />
      ) : (
        <VersionView {...rest} number={number} onBack={() => setNumber(null)} onClose={onClose} />
      )}
    </Drawer>
  );
}

type VersionListProps = { template: TemplateDetail; onChoose: (number: number) => void };

function VersionList({ template, onChoose }: VersionListProps) {
  const { t } = useTranslation("template-editor");
  const versions = useInfiniteQuery(versionsQuery(template.id));
  return (
    <ListState query={versions} empty={<EmptyState icon={IconHistory} title={t("versions.empty")} />}>
      {(items) => (
        <ol className={classes.versions}>
          {items.map((version) => (
            <li key={version.version}>
              <button type="button" className={classes.version} onClick={() => onChoose(version.version)}>
                <Group justify="space-between" gap="xs" wrap="nowrap">
                  <Text span size="sm" fw={560}>
                    {t("versions.number", { number: version.version })}
                    {version.version === template.version && ` · ${t("versions.current")}`}
                  </Text>
                  <Text span size="xs" c="dimmed">
                    <Time at={version.created_at} />
                  </Text>
                </Group>
                <Text span size="sm" className="fd-break" display="block">
                  {version.subject}
                </Text>
                <Text span size="xs" c="dimmed">
                  {version.created_by?.full_name ?? t("versions.nobody")}
                </Text>
              </button>
            </li>
          ))}
        </ol>
      )}
    </ListState>
  );
}

type VersionViewProps = Omit<VersionsDrawerProps, "opened"> & { number: number; onBack: () => void };

function VersionView({ template, dirty, number, onBack, onClose, onRestored }: VersionViewProps) {
  const { t } = useTranslation("template-editor");
  const [view, setView] = useState("rendered");
  const version = useQuery(versionQuery(template.id, number));
  const restore = useMutation({
    mutationFn: () => restoreVersion(template.id, number, template.version),
    onSuccess: (saved) => {
      notifyDone(t("versions.restored", { number }));
      onRestored(saved);
      onClose();
    },
  });
  if (version.isPending) return <PagePending />;
  if (!version.data) return <ErrorState error={version.error} onRetry={() => version.refetch()} />;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="xs">
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          {t("versions.back")}
        </Button>
        <SegmentedControl
          size="xs"
          aria-label={t("template-preview:preview.view")}
          value={view}
          onChange={setView}
          data={[
            { value: "rendered", label: t("versions.rendered") },
            { value: "code", label: t("part.code") },
          ]}
        />
      </Group>
      <div>
        <Text fw={600}>{t("versions.number", { number })}</Text>
        <Text size="sm">{version.data.subject}</Text>
        <Text size="xs" c="dimmed">
          {version.data.created_by?.full_name ?? t("versions.nobody")} ·{" "}
          <Time at={version.data.created_at} mode="absolute" />
        </Text>
      </div>
      <div className={classes.versionBody}>
        {view === "code" ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
          <section className={classes.scroll} tabIndex={0} aria-label={t("part.code")}>
            <pre className={classes.source}>{version.data.html_code}</pre>
          </section>
        ) : (
          <RenderedVersion template={template} version={version.data} />
        )}
      </div>
      <FormError error={restore.error} />
      {template.can_edit && number !== template.version && (
        <>
          {dirty && (
            <Text size="xs" c="dimmed">
              {t("versions.unsaved")}
            </Text>
          )}
          <Button
            leftSection={<IconRestore size={16} aria-hidden />}
            loading={restore.isPending}
            onClick={() => restore.mutate()}
          >
            {t("versions.restore")}
          </Button>
        </>
      )}
    </Stack>
  );
}

type Content = Pick<TemplateDetail, "html_code" | "subject" | "preheader" | "text_code" | "source_format">;

function RenderedVersion({ template, version }: { template: TemplateDetail; version: Content }) {
  const { t } = useTranslation("template-editor");
  const { html_code, subject, preheader, text_code, source_format } = version;
  const { type, category, locale, email_main_logo_image } = template;
  const rendered = useQuery(
    previewQuery({
      ...{ html_code, subject, preheader, text_code, source_format },
      ...{ type, category, locale, email_main_logo_image },
    }),
  );
  if (rendered.isPending) return <PagePending />;
  if (!rendered.data) return <ErrorState error={rendered.error} />;
  return (
    <EmailFrame html={rendered.data.preview_html} title={t("template-preview:preview.frame")} width={680} />
  );
}
