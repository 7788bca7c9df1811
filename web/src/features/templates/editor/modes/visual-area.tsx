import { type ComponentType, lazy, type Ref, Suspense } from "react";
import type { Placeholder, TemplateProblem } from "@/lib/api-types-mail";
import { PagePending } from "@/ui/page/page-pending";
import type { Design } from "../../visual/model";

export type VisualHandle = {
  /** Into the text that is being edited; false when there is none. */
  insert: (snippet: string) => boolean;
  jumpTo: (line: number, column: number) => void;
  focus: () => void;
};

export type VisualEditorProps = {
  code: string;
  design: Design | null;
  onChange: (next: { html_code: string; design: Design }) => void;
  onFocus: () => void;
  handle: Ref<VisualHandle>;
  placeholders: readonly Placeholder[];
  brand: { colors: string[]; logoUrl: string; name: string };
  problems: readonly TemplateProblem[];
  readOnly: boolean;
  undo: () => void;
  redo: () => void;
};

type Module = { VisualEditor: ComponentType<VisualEditorProps> };
const load = Object.values(import.meta.glob<Module>("../../visual/visual-editor.tsx"))[0];

/** Whether this build has the block editor. */
export const HAS_BLOCKS = load !== undefined;

const VisualEditor = lazy(async () => ({ default: (await (load as () => Promise<Module>)()).VisualEditor }));

/** The block editor, fetched when it is first shown. */
export function VisualArea(props: VisualEditorProps) {
  return (
    <Suspense fallback={<PagePending />}>
      <VisualEditor {...props} />
    </Suspense>
  );
}
