import { lazy, Suspense } from "react";
import { PagePending } from "@/ui/page/page-pending";
import type { VisualEditorProps } from "../../visual/visual-editor";

const VisualEditor = lazy(() =>
  import("../../visual/visual-editor").then((module) => ({ default: module.VisualEditor })),
);

/** The block editor, fetched when it is first shown. */
export function VisualArea(props: VisualEditorProps) {
  return (
    <Suspense fallback={<PagePending />}>
      <VisualEditor {...props} />
    </Suspense>
  );
}
