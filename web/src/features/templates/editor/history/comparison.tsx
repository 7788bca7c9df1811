import { Button, Group, SegmentedControl, Select, Stack, Text } from "@mantine/core";
import { IconArrowLeft, IconRestore } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail, TemplateVersion, TemplateVersionDetail } from "@/lib/api-types-mail";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { PagePending } from "@/ui/page/page-pending";
import { SourceDiff } from "@/ui/source-diff/source-diff";
import { restoreVersion, versionQuery } from "../../queries";
import { FieldChanges } from "./field-changes";
import classes from "./history.module.css";
import { RenderedPair } from "./rendered-pair";

type ComparisonProps = {
  template: TemplateDetail;
  versions: readonly TemplateVersion[];
  number: number;
  /** The version at the left; null when there is none before. */
  before: number | null;
  dirty: boolean;
  onBefore: (version: number) => void;
  onBack: () => void;
  onRestored: (template: TemplateDetail) => void;
};

export function Comparison(props: ComparisonProps) {
  const { template, versions, number, before, onBefore, onBack } = props;
  const { t } = useTranslation("template-shell");
  const [view, setView] = useState("rendered");
  return (
    <section className={classes.comparison} aria-label={t("history.number", { number })}>
      <Group justify="space-between" gap="xs" align="flex-end">
        <Button
          className={classes.back}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconArrowLeft size={14} aria-hidden />}
          onClick={onBack}
        >
          {t("history.back")}
        </Button>
        <Select
          size="xs"
          w="14rem"
          label={t("history.against", { number })}
          placeholder={t("history.none_before")}
          value={before === null ? null : String(before)}
          onChange={(value) => value && onBefore(Number(value))}
          data={versions
            .filter(({ version }) => version !== number)
            .map(({ version }) => ({
              value: String(version),
              label: t("history.number", { number: version }),
            }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("history.view")}
          value={view}
          onChange={setView}
          data={[
            { value: "rendered", label: t("history.rendered") },
            { value: "source", label: t("history.source") },
          ]}
        />
        <Restore {...props} />
      </Group>
      <Sides template={template} number={number} before={before} view={view} />
    </section>
  );
}

type SidesProps = Pick<ComparisonProps, "template" | "number" | "before"> & { view: string };

function Sides({ template, number, before, view }: SidesProps) {
  const { t } = useTranslation("template-shell");
  const named = ({ version, html_code, text_code }: TemplateVersionDetail) => ({
    ...{ html_code, text_code },
    label: t("history.number", { number: version }),
  });
  const now = useQuery(versionQuery(template.id, number));
  const old = useQuery({ ...versionQuery(template.id, before ?? 0), enabled: before !== null });
  const failed = now.isError ? now : old;
  if (now.data && (before === null || old.data)) {
    const sides: Sides = { before: before === null ? null : (old.data ?? null), after: now.data };
    return (
      <Stack gap="sm">
        <FieldChanges {...sides} />
        {view === "source" ? (
          <SourceDiff before={sides.before && named(sides.before)} after={named(sides.after)} />
        ) : (
          <RenderedPair id={template.id} {...sides} />
        )}
      </Stack>
    );
  }
  return failed.isError ? (
    <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
  ) : (
    <PagePending />
  );
}

export type Sides = { before: TemplateVersionDetail | null; after: TemplateVersionDetail };

function Restore({ template, number, dirty, onRestored }: ComparisonProps) {
  const { t } = useTranslation("template-shell");
  const restore = useMutation({
    mutationFn: () => restoreVersion(template.id, number, template.version),
    onSuccess: (saved) => {
      notifyDone(t("history.restored", { number }));
      onRestored(saved);
    },
  });
  if (!template.can_edit || number === template.version) return null;
  return (
    <div>
      {dirty && (
        <Text size="xs" c="dimmed">
          {t("history.unsaved")}
        </Text>
      )}
      <Button
        size="compact-sm"
        leftSection={<IconRestore size={14} aria-hidden />}
        loading={restore.isPending}
        onClick={() => restore.mutate()}
      >
        {t("history.restore")}
      </Button>
      <FormError error={restore.error} />
    </div>
  );
}
