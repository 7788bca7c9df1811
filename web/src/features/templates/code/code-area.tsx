import { lazy, Suspense } from "react";
import { PagePending } from "@/ui/page/page-pending";
import type { CodeEditorProps } from "./code-editor";

const CodeEditor = lazy(() => import("./code-editor").then((module) => ({ default: module.CodeEditor })));

/** The code editor, fetched when it is first shown: it is larger than the rest of the app. */
export function CodeArea(props: CodeEditorProps) {
  return (
    <Suspense fallback={<PagePending />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}
