import type * as monaco from "monaco-editor/editor/editor.api";
import { PLACEHOLDER_TYPE } from "../samples/insertion";

/** Takes placeholders that are dragged into the text, and pictures that are dropped or pasted. Gives what stops it. */
export function takeDrops(
  editor: monaco.editor.IStandaloneCodeEditor,
  box: HTMLElement,
  onImages: (files: File[]) => void,
): () => void {
  const moveCursor = (event: DragEvent) => {
    const position = editor.getTargetAtClientPoint(event.clientX, event.clientY)?.position;
    if (position) editor.setPosition(position);
    return position;
  };
  const over = (event: DragEvent) => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.includes(PLACEHOLDER_TYPE) && !types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    if (moveCursor(event)) editor.focus();
  };
  const drop = (event: DragEvent) => {
    const snippet = event.dataTransfer?.getData(PLACEHOLDER_TYPE);
    const images = imagesIn(event.dataTransfer);
    if (!snippet && images.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = moveCursor(event) ?? editor.getPosition();
    if (images.length > 0) return onImages(images);
    if (!at || !snippet) return;
    const range = {
      startLineNumber: at.lineNumber,
      endLineNumber: at.lineNumber,
      startColumn: at.column,
      endColumn: at.column,
    };
    editor.pushUndoStop();
    editor.executeEdits("placeholder", [{ range, text: snippet, forceMoveMarkers: true }]);
    editor.focus();
  };
  const paste = (event: ClipboardEvent) => {
    const images = imagesIn(event.clipboardData);
    // Text that a word processor copied comes with a picture of itself; the text is meant then.
    if (images.length === 0 || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    event.stopPropagation();
    onImages(images);
  };
  const abort = new AbortController();
  const options = { capture: true, signal: abort.signal };
  box.addEventListener("dragover", over, options);
  box.addEventListener("drop", drop, options);
  box.addEventListener("paste", paste, options);
  return () => abort.abort();
}

function imagesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
}
