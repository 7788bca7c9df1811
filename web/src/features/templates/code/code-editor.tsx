import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import type { Placeholder, TemplateProblem } from "@/lib/api-types-mail";
import { toMarkers } from "../checks/problems";
import classes from "./code-editor.module.css";
import { applyTheme, LANGUAGE, monaco, placeholdersOf } from "./monaco";

export type CodeHandle = { insert: (text: string) => void; jumpTo: (line: number, column: number) => void };

export type CodeEditorProps = {
  handle?: RefObject<CodeHandle | null>;
  label: string;
  value: string;
  onChange?: (value: string) => void;
  onFocus?: () => void;
  problems?: readonly TemplateProblem[];
  placeholders?: readonly Placeholder[];
  readOnly?: boolean;
};

export function CodeEditor(props: CodeEditorProps) {
  const { handle, label, value, problems, placeholders, readOnly = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  // What was told and has not come back yet: fast typing is ahead of the value drawn from an earlier key.
  const told = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    if (!box.current) return;
    const opened = openEditor(box.current, latest.current.value, latest.current.label);
    editor.current = opened;
    opened.onDidChangeModelContent(() => {
      const typed = opened.getValue();
      told.current.push(typed);
      latest.current.onChange?.(typed);
    });
    opened.onDidFocusEditorText(() => latest.current.onFocus?.());
    return () => {
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
    if (model) placeholdersOf.set(model, placeholders ?? []);
  }, [placeholders]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (!model) return;
    const markers = toMarkers(problems ?? [], model.getValue()).map((marker) => ({
      ...marker,
      severity: marker.severity === "error" ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    }));
    monaco.editor.setModelMarkers(model, "frontdesk", markers);
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
  }));

  return <div ref={box} className={classes.box} data-testid="code-editor" />;
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
