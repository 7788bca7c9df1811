import { type editor, Range } from "monaco-editor/editor/editor.api";
import { spareClose } from "./context";

/** Input methods and the keyboards of phones write without keys: a close of theirs takes the place of the editor's own. */
export function takeOverClose(opened: editor.IStandaloneCodeEditor): void {
  let isComposing = false;
  const join = () => {
    const model = opened.getModel();
    const at = opened.getSelection();
    if (!model || isComposing || !at?.isEmpty()) return;
    const { lineNumber, column } = at.getPosition();
    const line = model.getLineContent(lineNumber);
    const spare = spareClose(line.slice(0, column - 1), line.slice(column - 1));
    if (spare === 0) return;
    const range = new Range(lineNumber, column, lineNumber, column + spare);
    opened.executeEdits("close", [{ range, text: "" }], [at]);
  };
  opened.onDidCompositionStart(() => {
    isComposing = true;
  });
  opened.onDidCompositionEnd(() => {
    isComposing = false;
    queueMicrotask(join);
  });
  opened.onDidChangeModelContent(({ changes, isUndoing, isRedoing }) => {
    const isClose = changes.length === 1 && /^[%}]?\}$/.test(changes[0]?.text ?? "");
    // After the editor is done with what was typed: an edit within an edit would lose the cursor.
    if (isClose && !isUndoing && !isRedoing) queueMicrotask(join);
  });
}
