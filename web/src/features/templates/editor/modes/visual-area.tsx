import { lazy, Suspense, useState } from "react";
import { PagePending } from "@/ui/page/page-pending";
import type { VisualEditorProps } from "../../visual/visual-editor";
import { VisualBoundary } from "./visual-boundary";

type VisualAreaProps = VisualEditorProps & { onLeave: () => void };

/** The block editor, fetched when it is first shown. */
export function VisualArea(props: VisualAreaProps) {
  const [attempt, setAttempt] = useState(0);
  return (
    <VisualBoundary key={attempt} onRetry={() => setAttempt(attempt + 1)} onLeave={props.onLeave}>
      <Fetched {...props} />
    </VisualBoundary>
  );
}

function Fetched(props: VisualAreaProps) {
  // Made anew with each attempt: what could not be fetched once is to be asked for again.
  const [VisualEditor] = useState(() =>
    lazy(() => import("../../visual/visual-editor").then((module) => ({ default: module.VisualEditor }))),
  );
  return (
    <Suspense fallback={<PagePending />}>
      <VisualEditor {...props} />
    </Suspense>
  );
}
