import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateProblem } from "@/lib/api-types-mail";
import { PreviewPane } from "../preview/preview-pane";
import type { LivePreview } from "../preview/use-preview";
import { DataPanel } from "../samples/data-panel";
import type { Sample } from "../samples/use-sample";
import classes from "./editor.module.css";
import { PartSwitch, PreviewToggle, usePreviewShown } from "./layout";
import { ModeDialogs } from "./modes/mode-dialogs";
import { ModeSwitch } from "./modes/mode-switch";
import { useModes } from "./modes/use-modes";
import { Part } from "./parts";
import { SettingsPanel } from "./settings-panel";
import { SplitHandle, useSplit } from "./split";
import type { Editing } from "./use-editing";
import type { Insertion } from "./use-insertion";
import type { Places } from "./use-places";
import { VariantPane } from "./variants/variant-pane";
import { WriteArea } from "./write-area";

type WorkspaceProps = {
  editing: Editing;
  insertion: Insertion;
  sample: Sample;
  live: LivePreview;
  problems: readonly TemplateProblem[];
  places: Places;
  home: string;
  /** Another language is shown beside this one's preview. */
  isBeside: boolean;
};

export function Workspace(props: WorkspaceProps) {
  const { editing, insertion, sample, live, problems, places, home, isBeside } = props;
  const { t } = useTranslation("template-editor");
  const { base, draft } = editing;
  const modes = useModes(editing);
  const { part, open } = places;
  const [share, setShare] = useSplit();
  const [isShown, show] = usePreviewShown(modes.mode);
  const hasTwo = isShown || isBeside;
  return (
    <>
      <PartSwitch isSmall part={part} mode={modes.mode} onPart={open} />
      <div
        className={classes.workspace}
        data-part={part}
        data-beside={isBeside || undefined}
        data-single={!hasTwo || undefined}
        style={{ "--columns": columnsOf(share, hasTwo, isBeside) } as CSSProperties}
      >
        <section className={classes.pane} data-pane="write" aria-label={t("part.write")}>
          <div className={classes.writeHead}>
            <PartSwitch part={part} mode={modes.mode} onPart={open} />
            <ModeSwitch modes={modes} readOnly={!base.can_edit} />
            <PreviewToggle isShown={isShown} onChange={show} />
          </div>
          <WriteArea {...{ editing, insertion, sample, problems }} input={live.input} onJump={places.jump} />
          {part === "data" && (
            <div className={classes.panel} data-panel="data">
              <DataPanel sample={sample} />
            </div>
          )}
          {part === "settings" && (
            <div className={classes.panel} data-panel="settings">
              <SettingsPanel editing={editing} />
            </div>
          )}
          {part === "ai" && (
            <div className={classes.panel} data-panel="ai">
              <Part name="settings" />
            </div>
          )}
        </section>
        <SplitHandle share={share} onChange={setShare} />
        <PreviewPane className={classes.pane} live={live} sample={sample} />
        {isBeside && <VariantPane className={classes.pane} template={base} home={home} />}
      </div>
      <ModeDialogs modes={modes} draft={draft} onJump={places.jumpTo} />
    </>
  );
}

function columnsOf(share: number, hasTwo: boolean, isBeside: boolean): string {
  if (isBeside) return "minmax(0, 1fr) minmax(0, 1fr)";
  return hasTwo ? `minmax(0, ${share}fr) 0.875rem minmax(0, ${100 - share}fr)` : "minmax(0, 1fr)";
}
