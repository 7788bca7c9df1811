import { Button, Stack } from "@mantine/core";
import { IconDownload, IconPlus, IconRobot } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { registryQuery } from "@/lib/ai-registry";
import { usePath } from "@/lib/paths";
import { ImportDialog } from "@/ui/ai/import-dialog";
import { ModelGrid } from "@/ui/ai/model-card";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { SearchInput } from "@/ui/list/search-input";
import classes from "./ai-account.module.css";
import { OwnModelCard } from "./own-model-card";

export type OwnSearch = { q?: string };
type OwnModelsPageProps = { search: OwnSearch; onSearch: (search: OwnSearch) => void };

/** Models that a person brings along; nobody else sees them. */
export function OwnModelsPage({ search, onSearch }: OwnModelsPageProps) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const models = useInfiniteQuery(registryQuery("user", { q: search.q }));
  const [importing, setImporting] = useState(false);
  const actions = (
    <div className={classes.buttons}>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} aria-hidden />}
        onClick={() => setImporting(true)}
      >
        {t("own.import")}
      </Button>
      <Button
        component={Link}
        to={path("/account/ai/own/new")}
        leftSection={<IconPlus size={16} aria-hidden />}
      >
        {t("own.add")}
      </Button>
    </div>
  );
  const none = models.data?.length === 0 && !search.q;
  return (
    <Stack gap="md">
      {!none && (
        <div className={classes.bar}>
          <SearchInput
            label={t("models.search")}
            value={search.q ?? ""}
            onChange={(q) => onSearch({ q: q || undefined })}
          />
          {actions}
        </div>
      )}
      <ListState
        query={models}
        filtered={Boolean(search.q)}
        onClearFilters={() => onSearch({})}
        empty={
          <EmptyState icon={IconRobot} title={t("own.empty")} action={actions}>
            {t("own.empty_text")}
          </EmptyState>
        }
      >
        {(items) => (
          <ModelGrid label={t("section.own.title")}>
            {items.map((model) => (
              <li key={model.id}>
                <OwnModelCard model={model} />
              </li>
            ))}
          </ModelGrid>
        )}
      </ListState>
      <ImportDialog tier="user" opened={importing} onClose={() => setImporting(false)} />
    </Stack>
  );
}
