import { lazy, Suspense, useState } from "react";
import { PagePending } from "@/ui/page/page-pending";
import type { VisualEditorProps } from "../../visual/visual-editor";
import { NotFetched, VisualBoundary } from "./visual-boundary";

const VisualEditor = lazy(() =>
  import("../../visual/visual-editor").then(
    (module) => ({ default: module.VisualEditor }),
    (error) => {
      throw new NotFetched(String(error), { cause: error });
    },
  ),
);

/** The block editor, fetched when it is first shown. */
export function VisualArea(props: VisualEditorProps & { onLeave: () => void }) {
  const [attempt, setAttempt] = useState(0);
  return (
    <VisualBoundary key={attempt} onRetry={() => setAttempt(attempt + 1)} onLeave={props.onLeave}>
      <Suspense fallback={<PagePending />}>
        <VisualEditor {...props} />
      </Suspense>
    </VisualBoundary>
  );
}
