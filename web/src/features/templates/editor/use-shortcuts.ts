import { useHotkeys } from "@mantine/hooks";
import type { Editing } from "./use-editing";

/** Where undoing is somebody else's: the code editor's own, a dialog's, sample data's. */
const ELSEWHERE = ".monaco-editor, [role=dialog], [data-panel=data], [contenteditable=true]";

export function useShortcuts({ undo, redo }: Editing, save: () => void): void {
  const ours = (act: () => void) => (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || target?.closest(ELSEWHERE)) return;
    event.preventDefault();
    act();
  };
  useHotkeys(
    [
      ["mod+S", save],
      ["mod+Z", ours(undo), { preventDefault: false }],
      ["mod+shift+Z", ours(redo), { preventDefault: false }],
      ["mod+Y", ours(redo), { preventDefault: false }],
    ],
    [],
    // Saving is wanted from within a block's text as well.
    true,
  );
}
