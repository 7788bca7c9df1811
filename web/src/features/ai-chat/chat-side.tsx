import { NumberInput, Stack, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AiModel } from "@/lib/api-types-ai";
import type { ModelKey } from "@/lib/usable-models";
import { CapabilityBadges } from "@/ui/ai/model-badges";
import { ModelSelect } from "@/ui/ai/model-select";
import { QuotaMeter } from "@/ui/ai/quota-meter";
import classes from "./chat.module.css";
import type { ChatSettings } from "./use-chat";

type ChatSideProps = {
  models: AiModel[];
  modelKey: ModelKey;
  model: AiModel | undefined;
  onModel: (key: ModelKey) => void;
  settings: ChatSettings;
  onSettings: (settings: ChatSettings) => void;
  locked: boolean;
};

/** Which model answers, what remains of it, and how it is asked. */
export function ChatSide({ models, modelKey, model, onModel, settings, onSettings, locked }: ChatSideProps) {
  const { t } = useTranslation("ai-chat");
  const toNumber = (value: number | string) => (typeof value === "number" ? value : null);
  return (
    <aside className={classes.side} aria-label={t("side")}>
      <Stack gap="md">
        <ModelSelect
          label={t("model")}
          models={models}
          value={modelKey}
          onChange={onModel}
          disabled={locked}
        />
        {model && model.capabilities.length > 0 && <CapabilityBadges capabilities={model.capabilities} />}
        {model?.quotas.map((quota) => (
          <QuotaMeter key={quota.scope} quota={quota} />
        ))}
        <details className={classes.settings}>
          <summary>{t("settings.title")}</summary>
          <Stack gap="sm" mt="sm">
            <Textarea
              label={t("settings.instructions")}
              description={t("settings.instructions_hint")}
              maxRows={8}
              value={settings.instructions}
              onChange={(event) => onSettings({ ...settings, instructions: event.currentTarget.value })}
            />
            <NumberInput
              size="sm"
              label={t("settings.max_tokens")}
              description={t("settings.max_tokens_hint")}
              min={1}
              max={model?.max_tokens}
              allowDecimal={false}
              placeholder={model ? String(model.max_tokens) : undefined}
              value={settings.max_tokens ?? ""}
              onChange={(value) => onSettings({ ...settings, max_tokens: toNumber(value) })}
            />
            <NumberInput
              size="sm"
              label={t("settings.temperature")}
              description={t("settings.temperature_hint")}
              min={0}
              max={2}
              step={0.1}
              decimalScale={2}
              value={settings.temperature ?? ""}
              onChange={(value) => onSettings({ ...settings, temperature: toNumber(value) })}
            />
          </Stack>
        </details>
      </Stack>
    </aside>
  );
}
