import { Alert, Button, Group, Stack, Switch, Text, Textarea } from "@mantine/core";
import { IconShieldLock } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import type { AiConfig } from "@/lib/api-types-mail-ai";
import { useCan } from "@/lib/session";
import type { Writing } from "@/lib/template-writing";
import { modelKeyOf, modelsQuery } from "@/lib/usable-models";
import { ModelSelect } from "@/ui/ai/model-select";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, notifyDone } from "@/ui/form/submit";
import { PagePending } from "@/ui/page/page-pending";
import { canWrite } from "../generator/writers";
import { configQuery, saveConfig } from "../queries";
import { type ConfigValues, missingIn, toInput, toValues } from "./config-values";
import { RecipientFields } from "./recipient-fields";
import { WrittenFields } from "./written-fields";

/** How models write for this template, and what they write for each recipient when it is sent. */
export function AiSettings({ writing }: { writing: Writing }) {
  const { t } = useTranslation("template-ai-settings");
  const mayUse = useCan("ai.use");
  const mayManage = useCan("templates.manage");
  const config = useQuery(configQuery(writing.template.id));
  const models = useQuery({ ...modelsQuery(), enabled: mayUse });
  if (config.isPending || (mayUse && models.isPending)) return <PagePending />;
  if (!config.data) return <ErrorState error={config.error} onRetry={() => config.refetch()} />;
  const readOnly = !(mayUse && mayManage && writing.template.can_edit);
  return (
    <>
      {readOnly && (
        <Text size="sm" c="dimmed" mb="md">
          {t("read_only")}
        </Text>
      )}
      <ConfigForm
        key={config.data.updated_at}
        id={writing.template.id}
        config={config.data}
        models={(models.data ?? []).filter(canWrite)}
        readOnly={readOnly}
      />
    </>
  );
}

type ConfigFormProps = { id: number; config: AiConfig; models: readonly AiModel[]; readOnly: boolean };

function ConfigForm({ id, config, models, readOnly }: ConfigFormProps) {
  const { t } = useTranslation("template-ai-settings");
  const client = useQueryClient();
  const [values, setValues] = useState<ConfigValues>(() => toValues(config));
  const set = (change: Partial<ConfigValues>) => setValues((now) => ({ ...now, ...change }));
  const save = useMutation({
    mutationFn: () => saveConfig(id, toInput(values)),
    onSuccess: (saved) => {
      client.setQueryData(configQuery(id).queryKey, saved);
      notifyDone(t("saved"));
    },
  });
  const missing = missingIn(values);
  const isDirty = JSON.stringify(values) !== JSON.stringify(toValues(config));
  return (
    <form
      aria-label={t("title")}
      onSubmit={(event) => {
        event.preventDefault();
        if (!missing) save.mutate();
      }}
    >
      <Stack gap="md" maw="38rem">
        <ModelField {...{ models, values, set, readOnly }} />
        <Textarea
          label={t("prompt")}
          description={t("prompt_hint")}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          readOnly={readOnly}
          value={values.generation_prompt}
          onChange={(event) => set({ generation_prompt: event.currentTarget.value })}
        />
        <Switch
          label={t("auto")}
          description={t("auto_hint")}
          disabled={readOnly}
          checked={values.auto_personalize}
          onChange={(event) => set({ auto_personalize: event.currentTarget.checked })}
        />
        {values.auto_personalize && (
          <>
            <WrittenFields {...{ values, set, readOnly }} personalizable={config.personalizable} />
            <RecipientFields {...{ values, set, readOnly }} />
            <Leaves values={values} models={models} />
          </>
        )}
        {missing && (
          <Text size="sm" c="red" role="status">
            {t(`missing.${missing}`)}
          </Text>
        )}
        <FormError error={save.error} />
        {!readOnly && (
          <Group>
            <Button type="submit" loading={save.isPending} disabled={!isDirty || missing !== null}>
              {t("save")}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

type FieldProps = {
  models: readonly AiModel[];
  values: ConfigValues;
  set: (change: Partial<ConfigValues>) => void;
  readOnly: boolean;
};

function ModelField({ models, values, set, readOnly }: FieldProps) {
  const { t } = useTranslation("template-ai-settings");
  const isGone = values.model !== null && !models.some((each) => modelKeyOf(each) === values.model);
  const state = models.length === 0 ? "none" : isGone ? "gone" : "known";
  return (
    <div>
      <Group align="flex-end" gap="xs">
        <div style={{ flex: 1, minWidth: "12rem" }}>
          <ModelSelect
            label={t("model")}
            models={models}
            value={values.model}
            disabled={readOnly || models.length === 0}
            onChange={(model) => set({ model })}
          />
        </div>
        {values.model && !readOnly && (
          <Button variant="default" onClick={() => set({ model: null })}>
            {t("no_model")}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t(`model_state.${state}`)}
      </Text>
    </div>
  );
}

/** What leaves the house for each recipient, and for whom. */
function Leaves({ values, models }: Pick<FieldProps, "values" | "models">) {
  const { t } = useTranslation("template-ai-settings");
  const model = models.find((each) => modelKeyOf(each) === values.model);
  if (!model || values.recipient_fields.length === 0 || values.personalization_fields.length === 0)
    return null;
  return (
    <Alert color="brass" variant="light" icon={<IconShieldLock size={18} />} title={t("leaves.title")}>
      <Text size="sm">
        {t("leaves.text", {
          told: values.recipient_fields.join(", "),
          model: model.name,
          owner: t(`ai:tier.${model.model_type}`),
          written: values.personalization_fields.map(({ name }) => name).join(", "),
        })}
      </Text>
      <Text size="sm">{t("leaves.fails")}</Text>
    </Alert>
  );
}
