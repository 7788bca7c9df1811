import { useQuery } from "@tanstack/react-query";
import { ApiError } from "@/lib/problem";
import type { EditorParts } from "@/lib/template-writing";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { PagePending } from "@/ui/page/page-pending";
import { type Scope, templateQuery } from "../queries";
import { Editor } from "./editor";
import type { EditorSearch } from "./tab";

type EditorPageProps = {
  id: number;
  scope: Scope;
  /** What other features bring to the page. */
  parts: EditorParts;
  search: EditorSearch;
  onSearch: (search: EditorSearch) => void;
};

export function EditorPage({ id, ...rest }: EditorPageProps) {
  const template = useQuery(templateQuery(id));
  if (template.isPending) return <PagePending />;
  if (!template.data) {
    const gone = template.error instanceof ApiError && [404, 422].includes(template.error.status);
    return gone ? <NotFoundPage /> : <ErrorState error={template.error} onRetry={() => template.refetch()} />;
  }
  return <Editor key={id} latest={template.data} {...rest} />;
}
