import { Button, Group, SegmentedControl, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconCopy, IconLock } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail, TemplateProblem } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { LeaveGuard } from "@/ui/leave-guard/leave-guard";
import { Page } from "@/ui/page/page";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { CodeArea } from "../code/code-area";
import { Dock } from "../code/dock";
import { Tag } from "../library/tag";
import { LineFields } from "../preview/line-fields";
import { PreviewPane } from "../preview/preview-pane";
import { usePreview } from "../preview/use-preview";
import type { Scope } from "../queries";
import { DataPanel } from "../samples/data-panel";
import { useSample } from "../samples/use-sample";
import classes from "./editor.module.css";
import { EditorActions } from "./editor-actions";
import { SettingsPanel } from "./settings-panel";
import { StaleDialog } from "./stale-dialog";
import { useDuplicate } from "./use-duplicate";
import { useEditing } from "./use-editing";
import { useInsertion } from "./use-insertion";

const PARTS = ["code", "preview", "data", "settings"] as const;
type Part = (typeof PARTS)[number];

export function Editor({ latest, scope }: { latest: TemplateDetail; scope: Scope }) {
  const { t } = useTranslation("template-editor");
  const path = usePath();
  const [part, setPart] = useState<Part>("code");
  const editing = useEditing(latest);
  const { base, draft, dirty, set } = editing;
  const readOnly = !base.can_edit;
  const sample = useSample(base.type, base.locale);
  const insertion = useInsertion(draft, set);
  const { html_code, subject, preheader, text_code, source_format, category, email_main_logo_image } = draft;
  const live = usePreview({
    ...{ html_code, subject, preheader, text_code, source_format, category, email_main_logo_image },
    ...{ type: base.type, locale: base.locale, sample_data: sample.data },
  });
  const problems = editing.refusals.length > 0 ? editing.refusals : live.problems;
  const home = path(scope === "global" ? "/superadmin/email-templates" : "/admin/email-templates");
  useHotkeys([["mod+S", editing.save]], []);

  const jump = (problem: TemplateProblem) => {
    if (problem.field === "subject" || problem.field === "preheader") {
      return insertion.inputs[problem.field].current?.focus();
    }
    if (problem.field === "text_code") return setPart("settings");
    setPart("code");
    // After the code is visible again: a hidden editor cannot scroll.
    requestAnimationFrame(() => insertion.code.current?.jumpTo(problem.line, problem.column));
  };
  return (
    <Page
      size="wide"
      title={draft.name || base.name}
      back={{ to: home, label: t(`back.${scope}`) }}
      badge={<Badges template={base} dirty={dirty} />}
      actions={<EditorActions editing={editing} sample={sample} home={home} />}
    >
      {readOnly && <ReadOnlyNote template={base} home={home} />}
      <LineFields editing={editing} insertion={insertion} rendered={live.preview} problems={problems} />
      <SegmentedControl
        className={classes.parts}
        fullWidth
        aria-label={t("part.label")}
        value={part}
        onChange={(value) => setPart(value as Part)}
        data={PARTS.map((value) => ({ value, label: t(`part.${value}`) }))}
      />
      <div className={classes.workspace} data-part={part}>
        <section className={classes.pane} data-pane="write" aria-label={t("part.write")}>
          <SegmentedControl
            className={classes.wideParts}
            size="xs"
            aria-label={t("part.label")}
            value={part === "preview" ? "code" : part}
            onChange={(value) => setPart(value as Part)}
            data={PARTS.filter((each) => each !== "preview").map((value) => ({
              value,
              label: t(`part.${value}`),
            }))}
          />
          <div className={classes.code} data-panel="code">
            <div className={classes.codeBox}>
              <CodeArea
                handle={insertion.code}
                label={t("code.label")}
                value={draft.html_code}
                onChange={(code) => set({ html_code: code })}
                onFocus={() => insertion.focused("code")}
                problems={problems.filter(({ field, line }) => field === "html_code" && line > 0)}
                placeholders={sample.placeholders}
                readOnly={readOnly}
              />
            </div>
            <Dock
              placeholders={sample.placeholders}
              problems={problems}
              readOnly={readOnly}
              onInsert={insertion.insert}
              onJump={jump}
            />
          </div>
          <div className={classes.panel} data-panel="data">
            <DataPanel sample={sample} />
          </div>
          <div className={classes.panel} data-panel="settings">
            <SettingsPanel editing={editing} />
          </div>
        </section>
        <PreviewPane className={classes.pane} live={live} />
      </div>
      <LeaveGuard dirty={dirty} />
      <StaleDialog editing={editing} />
    </Page>
  );
}

function Badges({ template, dirty }: { template: TemplateDetail; dirty: boolean }) {
  const { t } = useTranslation("template-editor");
  return (
    <Group gap={6}>
      <StatusBadge tone={template.is_active ? "good" : "quiet"}>
        {t(template.is_active ? "templates:status.active" : "templates:status.draft")}
      </StatusBadge>
      <Tag>{t(`templates:type.${template.type}`)}</Tag>
      <Tag>{template.locale.toUpperCase()}</Tag>
      <Tag>{t("versions.number", { number: template.version })}</Tag>
      {dirty && <StatusBadge tone="attention">{t("unsaved")}</StatusBadge>}
    </Group>
  );
}

function ReadOnlyNote({ template, home }: { template: TemplateDetail; home: string }) {
  const { t } = useTranslation("template-editor");
  const mayManage = useCan("templates.manage");
  const duplicate = useDuplicate(template.id, home);
  return (
    <div className={classes.note} role="note">
      <IconLock size={18} aria-hidden />
      <Text size="sm" flex="1 1 14rem">
        {t(template.organization_id === null && mayManage ? "read_only.global" : "read_only.role")}
      </Text>
      {mayManage && (
        <Button
          size="compact-sm"
          leftSection={<IconCopy size={14} aria-hidden />}
          loading={duplicate.isPending}
          onClick={() => duplicate.mutate()}
        >
          {t("read_only.duplicate")}
        </Button>
      )}
    </div>
  );
}
