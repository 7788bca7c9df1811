import { Button, Group, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import type { SubjectIdeas as Ideas, SubjectIdea } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { useCan } from "@/lib/session";
import { type ModelKey, modelsQuery } from "@/lib/usable-models";
import { useCurrency } from "@/lib/use-currency";
import { ModelSelect } from "@/ui/ai/model-select";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { SubjectIdeas } from "@/ui/subject-ideas/subject-ideas";
import { ideasQuery, testSubjects } from "../subject-queries";

type SubjectsDialogProps = { campaign: CampaignDetail; opened: boolean; onClose: () => void };

/** Other subjects for this mail, tried against the current one in one click. */
export function SubjectsDialog({ campaign, opened, onClose }: SubjectsDialogProps) {
  const { t } = useTranslation("subject-ideas");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Asked campaign={campaign} onClose={onClose} />
    </Modal>
  );
}

/** The current subject takes part as A. */
const MOST = 4;

function Asked({ campaign, onClose }: Omit<SubjectsDialogProps, "opened">) {
  const { t } = useTranslation("subject-ideas");
  const client = useQueryClient();
  const [model, setModel] = useState<ModelKey | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery(ideasQuery(campaign.id, campaign.version, model));
  const ideas = query.data;
  const picked = ideas?.variants.filter(({ subject }) => chosen.includes(subject)) ?? [];
  const test = useMutation({
    mutationFn: () => testSubjects(campaign.id, picked.map(asChosen)),
    onSuccess: async () => {
      notifyDone(t("tested", { count: picked.length }));
      onClose();
      await client.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });
  return (
    <Stack gap="md">
      <Writer
        model={model}
        busy={query.isFetching}
        onModel={(next) => {
          setChosen([]);
          setModel(next);
        }}
      />
      {query.isPending && <Skeleton height={280} />}
      {query.isError && !ideas && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {ideas && <SubjectIdeas ideas={ideas} chosen={chosen} onChoose={setChosen} most={MOST} />}
      {ideas && ideas.tokens_used > 0 && <Spent ideas={ideas} />}
      {campaign.variants.length > 1 && (
        <Text size="xs" c="dimmed">
          {t("replaces")}
        </Text>
      )}
      <FormError error={test.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button disabled={picked.length === 0} loading={test.isPending} onClick={() => test.mutate()}>
          {t("test", { count: Math.max(picked.length, 1) })}
        </Button>
      </Group>
    </Stack>
  );
}

const asChosen = ({ subject, preheader, source, model }: SubjectIdea) => ({
  subject,
  ai_model: source === "model" ? (model ?? "") : "builtin",
  ...(preheader === null ? {} : { preheader }),
});

type WriterProps = { model: ModelKey | null; busy: boolean; onModel: (model: ModelKey | null) => void };

/** Patterns cost nothing and stand at once; a model is asked when somebody chooses one. */
function Writer({ model, busy, onModel }: WriterProps) {
  const { t } = useTranslation("subject-ideas");
  const mayAsk = useCan("ai.use");
  const models = useQuery({ ...modelsQuery({ capability: "chat" }), enabled: mayAsk });
  const usable = models.data?.filter((each) => each.usable) ?? [];
  if (usable.length === 0) return null;
  return (
    <Group align="flex-end" gap="xs">
      <div style={{ flex: 1, minWidth: "12rem" }}>
        <ModelSelect label={t("writer")} models={usable} value={model} onChange={onModel} disabled={busy} />
      </div>
      {model && (
        <Button variant="default" disabled={busy} onClick={() => onModel(null)}>
          {t("without_model")}
        </Button>
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
