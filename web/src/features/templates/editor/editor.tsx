import { Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import type { EditorParts } from "@/lib/template-writing";
import { LeaveGuard } from "@/ui/leave-guard/leave-guard";
import { Page } from "@/ui/page/page";
import { notify } from "@/ui/provider/notify";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Tag } from "../library/tag";
import { LineFields } from "../preview/line-fields";
import { usePreview } from "../preview/use-preview";
import type { Scope } from "../queries";
import { useSample } from "../samples/use-sample";
import { DraftOffer, useOffer } from "./draft-offer";
import classes from "./editor.module.css";
import { EditorActions } from "./editor-actions";
import { RefusalNote } from "./head/refusal-note";
import { useSaver } from "./head/save-button";
import { TitleField } from "./head/title-field";
import { isAtRisk } from "./keeping";
import { KeptNote } from "./kept-note";
import { StaleDialog } from "./merging/stale-dialog";
import { PartsProvider } from "./parts";
import { Presence } from "./presence";
import type { EditorSearch } from "./tab";
import { Analytics, TabSwitch } from "./tabs";
import { useEditing } from "./use-editing";
import { useInsertion } from "./use-insertion";
import { useKeeping } from "./use-keeping";
import { usePlaces } from "./use-places";
import { useShortcuts } from "./use-shortcuts";
import { VariantsBar } from "./variants/variants-bar";
import { Workspace } from "./workspace";

type EditorProps = {
  latest: TemplateDetail;
  scope: Scope;
  parts: EditorParts;
  search: EditorSearch;
  onSearch: (search: EditorSearch) => void;
};

export function Editor({ latest, scope, parts, search, onSearch }: EditorProps) {
  const { tab = "edit" } = search;
  const { t } = useTranslation("template-shell");
  const path = usePath();
  const editing = useEditing(latest);
  const { base, draft, dirty, set } = editing;
  const offer = useOffer(editing);
  const kept = useKeeping(editing, offer.isPending || offer.kept !== null);
  const saver = useSaver(editing);
  const sample = useSample(base.type, base.locale);
  const insertion = useInsertion(draft, set, () =>
    notify({ message: t("layout.no_cursor"), color: "brass" }),
  );
  const { html_code, subject, preheader, text_code, source_format, category, email_main_logo_image } = draft;
  const input = {
    ...{ html_code, subject, preheader, text_code, source_format, category, email_main_logo_image },
    ...{ type: base.type, locale: base.locale, sample_data: sample.data },
  };
  const live = usePreview(input);
  const places = usePlaces(insertion);
  const problems = editing.refusals.length > 0 ? editing.refusals : live.problems;
  const home = path(scope === "global" ? "/superadmin/email-templates" : "/admin/email-templates");
  const [isBeside, setBeside] = useState(false);
  useShortcuts(editing, saver.save);
  return (
    <PartsProvider {...{ parts, editing, places, home }}>
      <Page
        size="wide"
        title={draft.name || base.name}
        heading={
          <TitleField
            name={draft.name || base.name}
            readOnly={!base.can_edit}
            onChange={(name) => set({ name })}
          />
        }
        back={{ to: home, label: t(`template-editor:back.${scope}`) }}
        badge={
          <Group gap={6}>
            <Badges template={base} />
          </Group>
        }
        actions={<EditorActions {...{ editing, saver, sample, home, input }} onJump={places.jump} />}
      >
        <RefusalNote editing={editing} home={home} />
        <div className={classes.bars}>
          <TabSwitch tab={tab} onTab={(next) => onSearch(next === "edit" ? {} : { tab: next })} />
          <VariantsBar template={base} home={home} isBeside={isBeside} onBeside={setBeside} />
          <div className={classes.state}>
            <Presence editors={kept.editors} />
            <KeptNote dirty={dirty} kept={kept} />
          </div>
        </div>
        {tab === "analytics" ? (
          <Analytics
            template={base}
            search={search}
            onSearch={(change) => onSearch({ ...search, ...change })}
          />
        ) : (
          <>
            <LineFields editing={editing} insertion={insertion} rendered={live.preview} problems={problems} />
            <Workspace {...{ editing, insertion, sample, live, problems, places, home, isBeside }} />
          </>
        )}
        <LeaveGuard dirty={dirty && isAtRisk(kept.keeping)} rescue={kept.rescue} />
        <DraftOffer editing={editing} offer={offer} />
        <StaleDialog editing={editing} home={home} />
      </Page>
    </PartsProvider>
  );
}

function Badges({ template }: { template: TemplateDetail }) {
  const { t } = useTranslation("template-shell");
  const { status, type, locale, category, version } = template;
  return (
    <>
      <StatusBadge tone={status === "active" ? "good" : "quiet"}>{t(`status.${status}`)}</StatusBadge>
      <Tag>{t(`templates:type.${type}`)}</Tag>
      <Tag>{t(`templates:category.${category}`)}</Tag>
      <Tag>{locale.toUpperCase()}</Tag>
      <Tag>{t("history.number", { number: version })}</Tag>
    </>
  );
}
