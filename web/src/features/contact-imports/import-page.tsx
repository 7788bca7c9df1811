import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { ImportProgress } from "./import-progress";
import { ImportSetup } from "./import-setup";
import { ImportStateBadge } from "./import-state-badge";
import { importQuery } from "./queries";

export function ImportPage({ id }: { id: string }) {
  const { t } = useTranslation("imports");
  const path = usePath();
  const found = useQuery(importQuery(id));
  if (found.isPending) return <PagePending />;
  if (found.error instanceof ApiError && found.error.status === 404) return <NotFoundPage />;
  if (!found.data) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  return (
    <Page
      title={found.data.filename}
      back={{ to: path("/admin/contacts/imports"), label: t("title") }}
      badge={<ImportStateBadge state={found.data.state} />}
    >
      {found.data.state === "uploaded" ? (
        <ImportSetup found={found.data} />
      ) : (
        <ImportProgress found={found.data} />
      )}
    </Page>
  );
}
