import { Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChecklist, IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import type { TaskRunBrief } from "@/lib/api-types-ai-use";
import { type ModelKey, modelKeyOf, modelsQuery } from "@/lib/usable-models";
import { ModelIcon } from "@/ui/ai/model-icon";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import type { Task } from "./inputs";
import { runQuery } from "./queries";
import { RunDrawer } from "./run-drawer";
import { RunHistory } from "./run-history";
import { RunPanel } from "./run-panel";
import classes from "./tasks.module.css";

/** `run` is shown beside; `from` is the run whose inputs are taken over. */
export type TasksSearch = { model?: ModelKey; task?: string; run?: string; from?: string };
type TasksPageProps = { search: TasksSearch; onSearch: (search: TasksSearch) => void };
type Offer = { key: ModelKey; model: AiModel; task: Task };

/** Tasks of all models the person can see: choose one, fill it in, watch it run. */
export function TasksPage({ search, onSearch }: TasksPageProps) {
  const { t } = useTranslation("ai-tasks");
  const models = useQuery(modelsQuery());
  const earlier = useQuery({ ...runQuery(search.from ?? ""), enabled: search.from !== undefined });
  const again = (run: TaskRunBrief) =>
    onSearch({
      model: modelKeyOf({ model_type: run.model_type, id: run.model_id }),
      task: run.task_name,
      from: run.id,
    });
  if (models.isPending || earlier.isLoading) return <PagePending />;
  if (models.isError) return <ErrorState error={models.error} onRetry={() => models.refetch()} />;
  const offers: Offer[] = models.data.flatMap((model) =>
    model.tasks.map((task) => ({ key: modelKeyOf(model), model, task })),
  );
  const wanted = offers.find(({ key, task }) => key === search.model && task.name === search.task);
  const chosen =
    wanted ?? (search.task ? undefined : (offers.find(({ model }) => model.usable) ?? offers[0]));
  return (
    <Stack gap="lg">
      {offers.length === 0 ? (
        <EmptyState icon={IconChecklist} title={t("none.title")}>
          {t("none.text")}
        </EmptyState>
      ) : (
        <div className={classes.room}>
          <Offers
            offers={offers}
            chosen={chosen}
            onChoose={({ key, task }) => onSearch({ model: key, task: task.name })}
          />
          {chosen ? (
            <RunPanel
              key={`${chosen.key} ${chosen.task.name} ${search.from ?? ""}`}
              model={chosen.model}
              task={chosen.task}
              earlier={earlier.data?.inputs}
            />
          ) : (
            <EmptyState icon={IconChecklist} title={t("gone.title")}>
              {t("gone.text")}
            </EmptyState>
          )}
        </div>
      )}
      <RunHistory onOpen={(run) => onSearch({ ...search, run })} onAgain={again} />
      <RunDrawer id={search.run} onClose={() => onSearch({ ...search, run: undefined })} onAgain={again} />
    </Stack>
  );
}

type OffersProps = { offers: Offer[]; chosen: Offer | undefined; onChoose: (offer: Offer) => void };

function Offers({ offers, chosen, onChoose }: OffersProps) {
  const { t } = useTranslation("ai-tasks");
  return (
    <nav className={classes.offers} aria-label={t("choose")}>
      <ul>
        {offers.map((offer) => (
          <li key={`${offer.key} ${offer.task.name}`}>
            <UnstyledButton
              className={classes.offer}
              aria-current={offer === chosen ? "true" : undefined}
              onClick={() => onChoose(offer)}
            >
              <ModelIcon
                icon={offer.model.icon}
                name={offer.model.name}
                size="sm"
                dimmed={!offer.model.usable}
              />
              <span className={classes.offerWords}>
                <Text size="sm" fw={560} component="span" display="block">
                  {offer.task.title || offer.task.name}
                </Text>
                <Text size="xs" c="dimmed" component="span" display="block">
                  {offer.model.name}
                </Text>
              </span>
              {!offer.model.usable && <IconLock size={14} aria-label={t("locked")} />}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </nav>
  );
}
