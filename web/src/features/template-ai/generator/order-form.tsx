import { Button, Select, Stack, Text, Textarea } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { MAIL_LOCALES, TEMPLATE_TYPES } from "@/lib/choices-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { AskButton } from "@/ui/ai/ask-button";
import { EstimateLine } from "./estimate-line";
import classes from "./generator.module.css";
import { ModelChoice } from "./model-choice";
import { ACTIONS, MOST_LETTERS, TONES } from "./order";
import { RecipientChoice } from "./recipient-choice";
import type { Generator } from "./use-generator";

const REWRITES = ["shorter", "action", "newcomer"] as const;

/** What is asked of which model. */
export function OrderForm({ generator }: { generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const { order, set, about, writer } = generator;
  return (
    <form
      className={classes.order}
      aria-label={t("order.label")}
      onSubmit={(event) => {
        event.preventDefault();
        generator.ask();
      }}
    >
      <ModelChoice generator={generator} />
      {about && (
        <fieldset className={classes.actions}>
          <legend>{t("order.action")}</legend>
          {ACTIONS.map((action) => (
            <Button
              key={action}
              size="compact-sm"
              variant={order.action === action ? "filled" : "default"}
              aria-pressed={order.action === action}
              onClick={() => set({ action })}
            >
              {t(`action.${action}`)}
            </Button>
          ))}
        </fieldset>
      )}
      {about && (
        <Text size="xs" c="dimmed">
          {t(`action_text.${order.action}`)}
        </Text>
      )}
      <Details generator={generator} />
      <EstimateLine generator={generator} />
      <AskButton
        isRunning={writer.course.state === "writing"}
        isDisabled={!generator.mayAsk}
        icon={<IconSparkles size={16} aria-hidden />}
        ask={t(`order.ask.${order.action}`)}
        stop={t("order.stop")}
        onStop={writer.stop}
      />
    </form>
  );
}

function Details({ generator }: { generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const { order, set, about } = generator;
  switch (order.action) {
    case "tone":
      return (
        <Select
          label={t("order.tone")}
          description={t(`tone_text.${order.tone}`)}
          value={order.tone}
          onChange={(tone) => tone && set({ tone: tone as typeof order.tone })}
          data={TONES.map((value) => ({ value, label: t(`tone.${value}`) }))}
        />
      );
    case "translate":
      return <Language generator={generator} label={t("order.into")} except={about?.template.locale} />;
    case "personalize":
      return (
        <Stack gap="sm">
          <RecipientChoice generator={generator} />
          <Brief generator={generator} />
        </Stack>
      );
    case "rewrite":
      return <Brief generator={generator} />;
    case "write":
      return (
        <Stack gap="sm">
          <Select
            label={t("templates:field.type")}
            description={t(`templates:type_text.${order.type}`)}
            searchable
            value={order.type}
            onChange={(type) => type && set({ type: type as typeof order.type })}
            data={TEMPLATE_TYPES.map((value) => ({ value, label: t(`templates:type.${value}`) }))}
          />
          <Language generator={generator} label={t("templates:field.locale")} />
          <Brief generator={generator} />
        </Stack>
      );
  }
}

type LanguageProps = { generator: Generator; label: string; except?: string };

function Language({ generator: { order, set }, label, except }: LanguageProps) {
  return (
    <Select
      label={label}
      value={order.locale}
      onChange={(locale) => locale && set({ locale: locale as typeof order.locale })}
      data={MAIL_LOCALES.filter((each) => each !== except).map((value) => ({
        value,
        label: LOCALE_NAMES[value],
      }))}
    />
  );
}

function Brief({ generator: { order, set } }: { generator: Generator }) {
  const { t } = useTranslation("template-ai");
  const examples =
    order.action === "write"
      ? [t(`example.${order.type}`)]
      : order.action === "rewrite"
        ? REWRITES.map((each) => t(`rewrite_example.${each}`))
        : [];
  return (
    <div>
      <Textarea
        label={t(`brief.${order.action}`)}
        description={t("brief.hint")}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={MOST_LETTERS}
        value={order.brief}
        onChange={(event) => set({ brief: event.currentTarget.value })}
      />
      {examples.length > 0 && (
        <ul className={classes.examples} aria-label={t("brief.examples")}>
          {examples.map((each) => (
            <li key={each}>
              <button type="button" className={classes.example} onClick={() => set({ brief: each })}>
                {each}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
