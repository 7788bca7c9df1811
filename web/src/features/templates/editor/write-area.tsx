import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { useMe } from "@/lib/session";
import { useServerWords } from "@/ui/template-problems/server-words";
import { CodeArea } from "../code/code-area";
import { Dock } from "../code/dock";
import type { Sample } from "../samples/use-sample";
import classes from "./editor.module.css";
import { asDesign, asSaved } from "./modes/use-modes";
import { VisualArea } from "./modes/visual-area";
import type { Editing } from "./use-editing";
import type { Insertion } from "./use-insertion";

type WriteAreaProps = {
  editing: Editing;
  insertion: Insertion;
  sample: Sample;
  problems: readonly TemplateProblem[];
  input: PreviewInput;
  onJump: (problem: TemplateProblem) => void;
};

/** Where the mail is written, as blocks or as code, with what helps below it. */
export function WriteArea(props: WriteAreaProps) {
  const { t } = useTranslation("template-shell");
  const { editing, insertion, sample, problems, onJump } = props;
  const isVisual = editing.draft.source_format === "visual";
  const dock = (
    <Dock
      placeholders={sample.placeholders}
      problems={problems}
      readOnly={!editing.base.can_edit}
      onInsert={insertion.insert}
      onJump={onJump}
      input={props.input}
    />
  );
  return (
    <div className={classes.code} data-panel="code">
      <div className={classes.codeBox}>{isVisual ? <Blocks {...props} /> : <Code {...props} />}</div>
      {isVisual ? (
        <details className={classes.fold}>
          <summary>{t("layout.dock", { count: problems.length })}</summary>
          {dock}
        </details>
      ) : (
        dock
      )}
    </div>
  );
}

function Code({ editing, insertion, sample, problems }: WriteAreaProps) {
  const { t } = useTranslation("template-shell");
  const { base, draft, set } = editing;
  const say = useServerWords();
  const marked = useMemo(
    () =>
      problems
        .filter(({ field, line }) => field === "html_code" && line > 0)
        .map((each) => ({ ...each, message: say(each.message) })),
    [problems, say],
  );
  return (
    <CodeArea
      // Another format begins with a way back of its own: stepping over the change would mix the two.
      key={draft.source_format}
      handle={insertion.code}
      label={t("template-editor:code.label")}
      value={draft.html_code}
      onChange={(code, isStep) => set({ html_code: code }, isStep ? { coalesce: `step:${Date.now()}` } : {})}
      onFocus={() => insertion.focused("code")}
      problems={marked}
      placeholders={sample.placeholders}
      readOnly={!base.can_edit}
    />
  );
}

function Blocks({ editing, insertion, sample, problems }: WriteAreaProps) {
  const { base, draft, set, undo, redo } = editing;
  const house = useMe().organization;
  const logo = draft.email_main_logo_image || house?.logo_url || "";
  const brand = useMemo(
    () => ({ colors: house ? [house.brand_color] : [], logoUrl: logo, name: house?.name ?? "" }),
    [house, logo],
  );
  return (
    <VisualArea
      handle={insertion.visual}
      code={draft.html_code}
      design={asDesign(draft.design)}
      onChange={({ html_code, design }) => set({ html_code, design: asSaved(design) }, seriesOf(html_code))}
      onFocus={() => insertion.focused("code")}
      placeholders={sample.placeholders}
      brand={brand}
      problems={problems}
      readOnly={!base.can_edit}
      undo={undo}
      redo={redo}
      onLeave={() => set({ source_format: "mjml", design: null })}
    />
  );
}

/** Typing in a text or turning a knob is one step back; adding, taking out or wrapping is another. */
function seriesOf(code: string) {
  return { coalesce: `blocks:${code.split("<").length}` };
}
