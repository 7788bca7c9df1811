import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SubjectIdea } from "@/lib/api-types-mail-optimising";
import { formatMoney, formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import type { Writing } from "@/lib/template-writing";
import { type ModelKey, modelsQuery } from "@/lib/usable-models";
import { useCurrency } from "@/lib/use-currency";
import { ModelSelect } from "@/ui/ai/model-select";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { SubjectIdeas } from "@/ui/subject-ideas/subject-ideas";
import { canWrite } from "../generator/writers";
import { ideasQuery, testSubjects } from "../queries";

/** The current subject takes part as A. */
const MOST = 4;

type SubjectDialogProps = { writing: Writing; onClose: () => void };

/** Five other subjects: one may be used, several may be tried out against the current one. */
export function SubjectDialog({ writing, onClose }: SubjectDialogProps) {
  const { t } = useTranslation("template-ai");
  const navigate = useNavigate();
  const path = usePath();
  const maySend = useCan("campaigns.manage");
  const [model, setModel] = useState<ModelKey | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const { template, draft } = writing;
  const query = useQuery(ideasQuery({ template, draft }, model));
  const ideas = query.data;
  const picked = ideas?.variants.filter(({ subject }) => chosen.includes(subject)) ?? [];
  const [only] = picked;
  const test = useMutation({
    mutationFn: () => testSubjects(template.id, picked.map(asChosen)),
    onSuccess: (campaign) => {
      notifyDone(t("subjects.tested"));
      onClose();
      void navigate({ to: path(`/admin/mail/campaigns/${campaign.id}`) });
    },
  });
  const isTestable = template.category === "marketing" && template.organization_id !== null;
  return (
    <Stack gap="md">
      <ModelField
        model={model}
        isBusy={query.isFetching}
        onModel={(next) => {
          setChosen([]);
          setModel(next);
        }}
      />
      {query.isPending && <Skeleton height={280} />}
      {query.isError && !ideas && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {ideas && <SubjectIdeas ideas={ideas} chosen={chosen} onChoose={setChosen} most={MOST} />}
      {ideas && ideas.tokens_used > 0 && <Spent tokens={ideas.tokens_used} cost={ideas.cost} />}
      {maySend && (
        <Text size="xs" c="dimmed">
          {t(isTestable ? "subjects.test_hint" : "subjects.not_testable")}
        </Text>
      )}
      <FormError error={test.error} />
      <Group justify="flex-end" gap="xs">
        {template.can_edit && (
          <Button
            variant="default"
            disabled={picked.length !== 1}
            onClick={() => {
              if (!only) return;
              writing.set({
                subject: only.subject,
                ...(only.preheader !== null && { preheader: only.preheader }),
              });
              onClose();
            }}
          >
            {t("subjects.use")}
          </Button>
        )}
        {maySend && (
          <Button
            disabled={picked.length === 0 || !isTestable}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t("subjects.test")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

const asChosen = ({ subject, preheader, source, model }: SubjectIdea) => ({
  subject,
  ai_model: source === "model" ? (model ?? "") : "builtin",
  ...(preheader !== null && { preheader }),
});

type ModelFieldProps = {
  model: ModelKey | null;
  isBusy: boolean;
  onModel: (model: ModelKey | null) => void;
};

/** Patterns cost nothing and stand at once; a model is asked when somebody chooses one. */
function ModelField({ model, isBusy, onModel }: ModelFieldProps) {
  const { t } = useTranslation("template-ai");
  const mayUse = useCan("ai.use");
  const models = useQuery({ ...modelsQuery(), enabled: mayUse });
  const writers = (models.data ?? []).filter((each) => each.usable && canWrite(each));
  if (writers.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        {t("subjects.patterns_alone")}
      </Text>
    );
  }
  return (
    <Group align="flex-end" gap="xs">
      <div style={{ flex: 1, minWidth: "12rem" }}>
        <ModelSelect
          label={t("subjects.model")}
          models={writers}
          value={model}
          onChange={onModel}
          disabled={isBusy}
        />
      </div>
      {model && (
        <Button variant="default" disabled={isBusy} onClick={() => onModel(null)}>
          {t("subjects.without_model")}
        </Button>
      )}
    </Group>
  );
}

function Spent({ tokens, cost }: { tokens: number; cost: string }) {
  const { t, i18n } = useTranslation("template-ai");
  const currency = useCurrency();
  return (
    <Text size="xs" c="dimmed" className="fd-tabular">
      {t("subjects.spent", {
        tokens: formatNumber(tokens, i18n.language),
        cost: currency ? formatMoney(cost, currency, i18n.language) : cost,
      })}
    </Text>
  );
}
