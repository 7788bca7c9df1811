import { Group } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { LibraryBody } from "./library-body";
import { NewTemplateButtons } from "./new-template-buttons";
import type { TemplateFilters } from "./queries";
import { ShippedSection } from "./shipped-section";

type LibraryPageProps = { search: TemplateFilters; onSearch: (search: TemplateFilters) => void };

/** An organisation's templates, and the defaults that serve where it has none. */
export function LibraryPage({ search, onSearch }: LibraryPageProps) {
  const { t } = useTranslation("template-library");
  const mayManage = useCan("templates.manage");
  const add = mayManage && <NewTemplateButtons scope="organization" />;
  const isNarrowed = Boolean(search.status ?? search.author);
  return (
    <Page
      title={t("templates:title.organization")}
      description={t("templates:text.organization")}
      actions={add}
    >
      <LibraryBody
        scope="organization"
        search={search}
        onSearch={onSearch}
        empty={
          <EmptyState
            icon={IconTemplate}
            title={t("empty.title")}
            action={<Group justify="center">{add}</Group>}
          >
            {t("empty.text")}
          </EmptyState>
        }
      />
      {!isNarrowed && <ShippedSection scope="organization" search={search} />}
    </Page>
  );
}
