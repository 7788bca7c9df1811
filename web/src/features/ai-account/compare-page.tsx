import { Anchor, Button, Group, Table, VisuallyHidden } from "@mantine/core";
import { IconArrowLeft, IconColumns3, IconX } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { type ModelKey, modelKeyOf, modelQuery } from "@/lib/usable-models";
import { ModelIcon } from "@/ui/ai/model-icon";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./ai-account.module.css";
import { FACTS, FactValue } from "./facts";
import { ModelActions } from "./offered-model";

export type CompareSearch = { models?: ModelKey[] };
type ComparePageProps = {
  search: CompareSearch;
  onSearch: (search: CompareSearch) => void;
  /** Tries the models on one question, below their facts. */
  trial: (models: AiModel[]) => ReactNode;
};

/** Two to four models, fact by fact. */
export function ComparePage({ search, onSearch, trial }: ComparePageProps) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  const keys = search.models ?? [];
  const results = useQueries({ queries: keys.map((key) => modelQuery(key)) });
  const failed = results.find((result) => result.isError);
  const back = (
    <Anchor component={Link} to={path("/account/ai")} size="sm" c="dimmed" className={classes.back}>
      <IconArrowLeft size={14} aria-hidden /> {t("compare.back")}
    </Anchor>
  );
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />;
  if (results.some((result) => result.isPending)) return <PagePending />;
  const models = results.flatMap((result) => (result.data ? [result.data] : []));
  if (models.length === 0) {
    return (
      <EmptyState icon={IconColumns3} title={t("compare.none")} action={back}>
        {t("compare.none_text")}
      </EmptyState>
    );
  }
  return (
    <>
      {back}
      <CompareTable
        models={models}
        onRemove={(key) => onSearch({ models: keys.filter((each) => each !== key) })}
      />
      <div className={classes.trial}>{trial(models)}</div>
    </>
  );
}

type CompareTableProps = { models: AiModel[]; onRemove: (key: ModelKey) => void };

function CompareTable({ models, onRemove }: CompareTableProps) {
  const { t } = useTranslation("ai-account");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className={classes.compare} tabIndex={0} aria-label={t("compare.title")}>
      <Table
        className={classes.compareTable}
        style={{ minWidth: `${8 + models.length * 14}rem` }}
        aria-label={t("compare.title")}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <VisuallyHidden>{t("compare.fact")}</VisuallyHidden>
            </Table.Th>
            {models.map((model) => (
              <Table.Th key={modelKeyOf(model)} scope="col">
                <Group gap="xs" wrap="nowrap" align="flex-start">
                  <ModelIcon icon={model.icon} name={model.name} size="sm" dimmed={!model.usable} />
                  <span className={classes.compareName}>{model.name}</span>
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="gray"
                    aria-label={t("compare.remove", { name: model.name })}
                    onClick={() => onRemove(modelKeyOf(model))}
                  >
                    <IconX size={14} aria-hidden />
                  </Button>
                </Group>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {FACTS.map((fact) => (
            <Table.Tr key={fact}>
              <Table.Th scope="row">{t(`fact.${fact}`)}</Table.Th>
              {models.map((model) => (
                <Table.Td key={modelKeyOf(model)}>
                  <FactValue model={model} fact={fact} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">{t("compare.try")}</Table.Th>
            {models.map((model) => (
              <Table.Td key={modelKeyOf(model)}>
                <ModelActions model={model} />
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </section>
  );
}
