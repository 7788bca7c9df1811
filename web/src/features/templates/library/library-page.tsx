import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { Page } from "@/ui/page/page";
import { type Scope, type TemplateFilters, templatesQuery } from "../queries";
import { CardSkeleton } from "./card-skeleton";
import classes from "./library.module.css";
import { LibraryFilters } from "./library-filters";
import { NewTemplateDialog, type Start } from "./new-template-dialog";
import { ShippedSection } from "./shipped-section";
import { TemplateCard } from "./template-card";

type LibraryPageProps = {
  scope: Scope;
  search: TemplateFilters;
  onSearch: (search: TemplateFilters) => void;
};

/** Where a scope's templates are edited. */
export function homeOf(scope: Scope): string {
  return scope === "global" ? "/superadmin/email-templates" : "/admin/email-templates";
}

export function LibraryPage({ scope, search, onSearch }: LibraryPageProps) {
  const { t } = useTranslation("templates");
  const path = usePath();
  const navigate = useNavigate();
  const mayManage = useCan("templates.manage");
  const [start, setStart] = useState<Start>({});
  const [opened, { open, close }] = useDisclosure(false);
  const templates = useInfiniteQuery(templatesQuery(scope, search));
  const { sort: _, ...narrowing } = search;
  const filtered = Object.values(narrowing).some(Boolean);
  const openNew = (from: Start) => {
    setStart(from);
    open();
  };
  const add = mayManage && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => openNew({})}>
      {t("new.action")}
    </Button>
  );
  return (
    <Page title={t(`title.${scope}`)} description={t(`text.${scope}`)} actions={add}>
      <LibraryFilters search={search} onSearch={onSearch} />
      <ListState
        query={templates}
        skeleton={<CardSkeleton />}
        filtered={filtered}
        onClearFilters={() => onSearch({})}
        empty={
          <EmptyState icon={IconTemplate} title={t(`empty.title.${scope}`)} action={add}>
            {t(`empty.text.${scope}`)}
          </EmptyState>
        }
      >
        {(items) => (
          <ul className={classes.grid} aria-label={t(`title.${scope}`)}>
            {items.map((template) => (
              <li key={template.id}>
                <TemplateCard template={template} home={homeOf(scope)} scope={scope} />
              </li>
            ))}
          </ul>
        )}
      </ListState>
      {search.status === undefined && <ShippedSection scope={scope} search={search} onCustomise={openNew} />}
      <NewTemplateDialog
        key={`${start.type ?? ""}${start.locale ?? ""}${opened}`}
        scope={scope}
        start={start}
        opened={opened}
        onClose={close}
        onCreated={(template) => navigate({ to: path(`${homeOf(scope)}/${template.id}`) })}
      />
    </Page>
  );
}
