import { Anchor, Button, Group, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changeModel, createModel, registryModelQuery } from "@/lib/ai-registry";
import type { ModelType, RegistryModel } from "@/lib/api-types-ai";
import { FormError, notifyDone, useSubmit } from "../../form/submit";
import { LeaveGuard } from "../../leave-guard/leave-guard";
import { Surface } from "../../surface/surface";
import { AboutSection } from "./about-section";
import { AccessSection } from "./access-section";
import { ConnectionSection, type SectionProps } from "./connection-section";
import { LimitsSection, PricesSection } from "./limits-section";
import classes from "./model-form.module.css";
import { PROVIDER_FACTS } from "./providers";
import { TaskSection } from "./task-section";
import { type ModelValues, toBody, toValues } from "./values";

const SECTIONS = ["connection", "about", "access", "limits", "prices", "tasks"] as const;
type Section = (typeof SECTIONS)[number];
const FIELDS: Record<Section, RegExp> = {
  connection: /^(provider|endpoint|model_id|api_key|capabilities|timeout_s|fallback_model_id)$/,
  about: /^(name|icon|description|role|system_message|tags)$/,
  access: /^(is_|organization_types|required_plan|trial_days)/,
  limits: /^(max_tokens|context_window|token_limit_)/,
  prices: /_price_per_mtok$/,
  tasks: /^task(\.|$)/,
};

type ModelFormProps = {
  tier: ModelType;
  /** Left out for a new model. */
  model?: RegistryModel;
  onSaved: (model: RegistryModel) => void;
  onCancel: () => void;
};

/** All there is to say about a model, in sections on one page. */
export function ModelForm({ tier, model, onSaved, onCancel }: ModelFormProps) {
  const { t } = useTranslation("ai-models");
  const client = useQueryClient();
  const [saved, setSaved] = useState(false);
  const form = useForm<ModelValues>({
    initialValues: toValues(model),
    validate: {
      name: (value) => (value.trim() ? null : t("common:error.required")),
      model_id: (value) => (value.trim() ? null : t("common:error.required")),
      endpoint: (value, { provider }) =>
        PROVIDER_FACTS[provider].needsEndpoint && !value.trim() ? t("common:error.required") : null,
    },
  });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values: ModelValues) => {
      const body = toBody(values, tier);
      return model
        ? changeModel(tier, model.id, { ...body, version: model.version })
        : createModel(tier, body);
    },
    done: async (result) => {
      setSaved(true);
      client.setQueryData(registryModelQuery(tier, result.id).queryKey, result);
      await client.invalidateQueries({ queryKey: ["ai-models"] });
      notifyDone(t(model ? "form.saved" : "form.created", { name: result.name }));
      onSaved(result);
    },
  });
  const dirty = form.isDirty() && !saved;
  const shown = Object.keys(form.errors);
  const wrong = SECTIONS.filter((section) => shown.some((field) => FIELDS[section].test(field)));
  return (
    <form onSubmit={onSubmit} noValidate className={classes.layout}>
      <nav className={classes.rail} aria-label={t("form.sections")}>
        <ul>
          {SECTIONS.map((section) => (
            <li key={section}>
              <a href={`#${section}`}>
                {t(`section.${section}`)}
                {wrong.includes(section) && (
                  <span className={classes.wrong} role="img" aria-label={t("form.wrong")} />
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.sections}>
        {SECTIONS.map((section) => (
          <div key={section} id={section} className={classes.section}>
            <Surface title={t(`section.${section}`)} description={t(`section_text.${section}`)}>
              <SectionBody section={section} form={form} tier={tier} model={model} />
            </Surface>
          </div>
        ))}
        <FormError error={mutation.error} fields={shown} />
        <div className={classes.bar}>
          {wrong.length > 0 ? (
            <Group gap="xs" role="status">
              <Text size="sm" c="red">
                {t("form.look_at")}
              </Text>
              {wrong.map((section) => (
                <Anchor key={section} href={`#${section}`} size="sm" underline="always">
                  {t(`section.${section}`)}
                </Anchor>
              ))}
            </Group>
          ) : (
            <Text size="sm" c="dimmed" role="status" visibleFrom={dirty ? undefined : "sm"}>
              {dirty || !model ? t("form.unsaved") : t("form.nothing")}
            </Text>
          )}
          <Group gap="xs" wrap="nowrap" ml="auto">
            <Button variant="default" onClick={onCancel}>
              {t("common:action.cancel")}
            </Button>
            <Button type="submit" loading={mutation.isPending} disabled={model !== undefined && !dirty}>
              {t(model ? "common:action.save" : "form.create")}
            </Button>
          </Group>
        </div>
      </div>
      <LeaveGuard dirty={dirty && !mutation.isPending} />
    </form>
  );
}

function SectionBody({ section, ...props }: SectionProps & { section: Section }) {
  if (section === "connection") return <ConnectionSection {...props} />;
  if (section === "about") return <AboutSection {...props} />;
  if (section === "access") return <AccessSection {...props} />;
  if (section === "limits") return <LimitsSection {...props} />;
  if (section === "prices") return <PricesSection {...props} />;
  return <TaskSection {...props} />;
}
