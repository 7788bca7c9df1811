import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateProblem } from "@/lib/api-types-mail";
import { toMarkers } from "../checks/problems";
import type { FilledPlaceholder } from "../samples/use-sample";
import { takeOverClose } from "./closing";
import classes from "./code-editor.module.css";
import { closingFor, isOwnClose } from "./context";
import { tell } from "./knowledge";
import { applyTheme, LANGUAGE, monaco } from "./monaco";
import { takeDrops } from "./taking";

export type CodeHandle = {
  insert: (text: string) => void;
  jumpTo: (line: number, column: number) => void;
  /** Runs one of the editor's own actions by its id. */
  run: (action: CodeAction) => void;
  /** Replaces the whole text in one step that undo takes back. */
  replace: (text: string) => void;
  setWrap: (on: boolean) => void;
};
export type CodeAction =
  | "actions.find"
  | "editor.action.startFindReplaceAction"
  | "editor.action.marker.next"
  | "editor.action.marker.prev";

export type CodeEditorProps = {
  handle?: RefObject<CodeHandle | null>;
  label: string;
  value: string;
  /** `isStep`: as a whole, apart from what was typed before and after it. */
  onChange?: (value: string, isStep: boolean) => void;
  onFocus?: () => void;
  /** Pictures that were dropped here or pasted. */
  onImages?: (files: File[]) => void;
  problems?: readonly TemplateProblem[];
  placeholders?: readonly FilledPlaceholder[];
  readOnly?: boolean;
};

export function CodeEditor(props: CodeEditorProps) {
  const { handle, label, value, problems, placeholders, readOnly = false } = props;
  const { t } = useTranslation("template-code");
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  // What was told and has not come back yet: fast typing is ahead of the value drawn from an earlier key.
  const told = useRef<string[]>([]);
  const isStep = useRef(false);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    if (!box.current) return;
    const opened = openEditor(box.current, latest.current.value, latest.current.label);
    editor.current = opened;
    opened.onDidChangeModelContent((event) => {
      const typed = opened.getValue();
      told.current.push(typed);
      latest.current.onChange?.(typed, isStep.current);
      if (!event.isUndoing && !event.isRedoing) closeTag(opened, event.changes);
    });
    opened.onKeyDown((event) => stepOverClose(opened, event));
    takeOverClose(opened);
    opened.onDidFocusEditorText(() => latest.current.onFocus?.());
    const stopTaking = takeDrops(opened, box.current, (files) => {
      if (!latest.current.readOnly) latest.current.onImages?.(files);
    });
    return () => {
      stopTaking();
      editor.current = null;
      opened.getModel()?.dispose();
      opened.dispose();
    };
  }, []);

  useEffect(() => applyTheme(scheme), [scheme]);
  useEffect(() => editor.current?.updateOptions({ readOnly, ariaLabel: label }), [readOnly, label]);

  useEffect(() => {
    const model = editor.current?.getModel();
    const echo = told.current.lastIndexOf(value);
    told.current = echo < 0 ? told.current : told.current.slice(echo + 1);
    if (!model || echo >= 0 || model.getValue() === value) return;
    // As an edit and not as a new value, so that undo leads back over it.
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    tell(model, {
      placeholders: placeholders ?? [],
      words: (key, values) => t(`${key}`, { ...values, defaultValue: key }),
    });
  }, [placeholders, t]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, "frontdesk", markersOf(problems ?? [], model.getValue()));
  }, [problems]);

  useImperativeHandle(handle, () => ({
    insert(text) {
      const selection = editor.current?.getSelection();
      if (!editor.current || !selection) return;
      editor.current.pushUndoStop();
      editor.current.executeEdits("placeholder", [{ range: selection, text, forceMoveMarkers: true }]);
      editor.current.pushUndoStop();
      editor.current.focus();
    },
    jumpTo(line, column) {
      const place = { lineNumber: Math.max(1, line), column: Math.max(1, column) };
      editor.current?.setPosition(place);
      editor.current?.revealPositionInCenter(place);
      editor.current?.focus();
    },
    run(action) {
      editor.current?.focus();
      void editor.current?.getAction(action)?.run();
    },
    replace(text) {
      const model = editor.current?.getModel();
      if (!editor.current || !model) return;
      editor.current.pushUndoStop();
      isStep.current = true;
      editor.current.executeEdits("format", [{ range: model.getFullModelRange(), text }]);
      isStep.current = false;
      editor.current.pushUndoStop();
      editor.current.focus();
    },
    setWrap: (on) => editor.current?.updateOptions({ wordWrap: on ? "on" : "off" }),
  }));

  return <div ref={box} className={classes.box} data-testid="code-editor" />;
}

function markersOf(problems: readonly TemplateProblem[], text: string): monaco.editor.IMarkerData[] {
  return toMarkers(problems, text).map((marker) => ({
    ...marker,
    severity: marker.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
  }));
}

/** Monaco steps over a single sign that it put there itself, not over `}}` or `%}`. */
function stepOverClose(editor: monaco.editor.IStandaloneCodeEditor, event: monaco.IKeyboardEvent): void {
  const at = editor.getSelection();
  const line = at && editor.getModel()?.getLineContent(at.positionLineNumber);
  if (!at?.isEmpty() || line == null || editor.getSelections()?.length !== 1) return;
  const column = at.positionColumn - 1;
  if (!isOwnClose(line.slice(0, column), line.slice(column), event.browserEvent.key)) return;
  event.preventDefault();
  event.stopPropagation();
  editor.setPosition({ lineNumber: at.positionLineNumber, column: column + 2 });
}

/** Behind a typed `>`: the closing tag, with the cursor before it. */
function closeTag(
  editor: monaco.editor.IStandaloneCodeEditor,
  changes: readonly monaco.editor.IModelContentChange[],
): void {
  const [change] = changes;
  const model = editor.getModel();
  if (changes.length !== 1 || change?.text !== ">" || change.rangeLength > 0 || !model) return;
  const end = model.getPositionAt(change.rangeOffset + 1);
  const before = model.getValueInRange(
    new monaco.Range(Math.max(1, end.lineNumber - 20), 1, end.lineNumber, end.column),
  );
  const tag = closingFor(before, model.getLineContent(end.lineNumber).slice(end.column - 1));
  if (!tag) return;
  // After the editor is done with the key: an edit within an edit would lose the cursor.
  queueMicrotask(() => {
    if (editor.getModel() !== model) return;
    const range = new monaco.Range(end.lineNumber, end.column, end.lineNumber, end.column);
    editor.executeEdits(
      "close-tag",
      [{ range, text: `</${tag}>` }],
      [new monaco.Selection(end.lineNumber, end.column, end.lineNumber, end.column)],
    );
  });
}

function openEditor(box: HTMLElement, value: string, label: string): monaco.editor.IStandaloneCodeEditor {
  return monaco.editor.create(box, {
    value,
    language: LANGUAGE,
    theme: "frontdesk",
    ariaLabel: label,
    automaticLayout: true,
    minimap: { enabled: false },
    fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSize: 13,
    lineHeight: 20,
    lineNumbersMinChars: 3,
    wordWrap: "on",
    tabSize: 2,
    scrollBeyondLastLine: false,
    renderLineHighlight: "line",
    padding: { top: 10, bottom: 10 },
    fixedOverflowWidgets: true,
    quickSuggestions: { other: true, strings: true, comments: false },
    wordBasedSuggestions: "off",
    bracketPairColorization: { enabled: false },
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
    unicodeHighlight: { ambiguousCharacters: false },
  });
}
