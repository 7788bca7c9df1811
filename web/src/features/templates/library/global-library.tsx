import { Group } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { LibraryBody } from "./library-body";
import { NewTemplateButtons } from "./new-template-buttons";
import type { TemplateFilters } from "./queries";

type GlobalLibraryProps = { search: TemplateFilters; onSearch: (search: TemplateFilters) => void };

/** The platform's own defaults: those that serve and those that may one day. */
export function GlobalLibrary({ search, onSearch }: GlobalLibraryProps) {
  const { t } = useTranslation("template-library");
  return (
    <LibraryBody
      scope="global"
      search={search}
      onSearch={onSearch}
      empty={
        <EmptyState
          icon={IconTemplate}
          title={t("templates:empty.title.global")}
          action={
            <Group justify="center">
              <NewTemplateButtons scope="global" />
            </Group>
          }
        >
          {t("templates:empty.text.global")}
        </EmptyState>
      }
    />
  );
}
