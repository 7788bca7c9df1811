import { Button, Group, Skeleton, Text } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import type { SubjectIdeas as Ideas, SubjectIdea } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import type { ModelKey } from "@/lib/usable-models";
import { useCurrency } from "@/lib/use-currency";
import { ModelSelect } from "../ai/model-select";
import { ErrorState } from "../empty-state/empty-state";
import { SubjectIdeas } from "./subject-ideas";

/** So many at once: the current subject takes part in a test as A. */
const MOST = 4;

type AskedIdeasProps = {
  query: UseQueryResult<Ideas>;
  /** Models that this person may ask. */
  writers: readonly AiModel[];
  model: ModelKey | null;
  onModel: (model: ModelKey | null) => void;
  chosen: readonly string[];
  onChoose: (subjects: string[]) => void;
};

/** Other subjects by patterns, and by a model if one is asked; what that took; some can be chosen. */
export function AskedIdeas({ query, writers, model, onModel, chosen, onChoose }: AskedIdeasProps) {
  const { t } = useTranslation("subject-ideas");
  const ideas = query.data;
  const ask = (next: ModelKey | null) => {
    onChoose([]);
    onModel(next);
  };
  return (
    <>
      {writers.length > 0 ? (
        <Writer writers={writers} model={model} isAsked={query.isFetching} onModel={ask} />
      ) : (
        <Text size="xs" c="dimmed">
          {t("patterns_alone")}
        </Text>
      )}
      {query.isPending && <Skeleton height={280} />}
      {query.isError && !ideas && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {ideas && <SubjectIdeas ideas={ideas} chosen={chosen} onChoose={onChoose} most={MOST} />}
      {ideas && ideas.tokens_used > 0 && <Spent ideas={ideas} />}
    </>
  );
}

type WriterProps = {
  writers: readonly AiModel[];
  model: ModelKey | null;
  isAsked: boolean;
  onModel: (model: ModelKey | null) => void;
};

/** Patterns cost nothing and stand at once; a model is asked when somebody chooses one, and left when it hangs. */
function Writer({ writers, model, isAsked, onModel }: WriterProps) {
  const { t } = useTranslation("subject-ideas");
  return (
    <Group align="flex-end" gap="xs">
      <div style={{ flex: 1, minWidth: "12rem" }}>
        <ModelSelect
          label={t("writer")}
          models={writers}
          value={model}
          onChange={onModel}
          disabled={isAsked}
        />
      </div>
      {model && (
        <Button variant="default" onClick={() => onModel(null)}>
          {t(isAsked ? "stop" : "without_model")}
        </Button>
      )}
      {model && isAsked && (
        <Text size="sm" c="dimmed" role="status" w="100%">
          {t("asking")}
        </Text>
      )}
    </Group>
  );
}

function Spent({ ideas }: { ideas: Ideas }) {
  const { t, i18n } = useTranslation("subject-ideas");
  const currency = useCurrency();
  return (
    <Text size="xs" c="dimmed" className="fd-tabular">
      {t("spent", {
        tokens: formatNumber(ideas.tokens_used, i18n.language),
        cost: currency ? formatMoney(ideas.cost, currency, i18n.language) : ideas.cost,
      })}
    </Text>
  );
}

/** What a test takes of the ideas that were chosen. */
export function pickedOf(ideas: Ideas | undefined, chosen: readonly string[]): SubjectIdea[] {
  return ideas?.variants.filter(({ subject }) => chosen.includes(subject)) ?? [];
}

export const asChosen = ({ subject, preheader, source, model }: SubjectIdea) => ({
  subject,
  ai_model: source === "model" ? (model ?? "") : "builtin",
  ...(preheader !== null && { preheader }),
});
