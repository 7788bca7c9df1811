import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconCheck, IconSparkles } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import type { Proposal } from "@/lib/api-types-mail-ai";
import type { FitProps } from "@/lib/mail-fitting";
import { AskButton } from "@/ui/ai/ask-button";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { EstimateLine } from "../generator/estimate-line";
import classes from "../generator/generator.module.css";
import { LineChanges } from "../generator/line-changes";
import { LiveText } from "../generator/live-text";
import { ModelChoice } from "../generator/model-choice";
import { MOST_LETTERS } from "../generator/order";
import { Failure } from "../generator/outcome";
import { Receipt } from "../generator/receipt";
import { dataOf, type Fact, factsOf, toldAtFirst } from "../generator/recipient";
import { ToldFacts } from "../generator/told-facts";
import { type Generator, useGenerator } from "../generator/use-generator";
import { configQuery, contactQuery, templateQuery } from "../queries";

type FitPanelProps = FitProps & { onClose: () => void };

/** What the model is told, what it writes, and whether that goes out. */
export function FitPanel(props: FitPanelProps) {
  const { templateId, contactId } = props;
  const template = useQuery(templateQuery(templateId));
  const contact = useQuery(contactQuery(contactId));
  const config = useQuery(configQuery(templateId));
  const error = template.error ?? contact.error ?? config.error;
  if (template.data && contact.data && config.data) {
    const facts = factsOf(contact.data);
    const told = dataOf(facts, toldAtFirst(facts, config.data.recipient_fields));
    return <Loaded {...props} template={template.data} facts={facts} told={told} />;
  }
  if (error) return <ErrorState error={error} onRetry={() => window.location.reload()} />;
  return <PagePending />;
}

type LoadedProps = FitPanelProps & {
  template: TemplateDetail;
  facts: Fact[];
  told: Record<string, string>;
};

function Loaded({ template, facts, told, ...props }: LoadedProps) {
  const generator = useGenerator({
    about: { template, draft: template },
    type: template.type,
    locale: template.locale,
    isShown: true,
    order: { action: "personalize", facts: told, recipient: props.recipient },
  });
  return (
    <div className={classes.generator}>
      <OrderForm generator={generator} facts={facts} />
      <Outcome {...props} generator={generator} template={template} />
    </div>
  );
}

function OrderForm({ generator, facts }: { generator: Generator; facts: readonly Fact[] }) {
  const { t } = useTranslation("template-ai");
  const { order, set, writer } = generator;
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
      <ToldFacts facts={facts} generator={generator} />
      <Textarea
        label={t("brief.personalize")}
        description={t("brief.hint")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={MOST_LETTERS}
        value={order.brief}
        onChange={(event) => set({ brief: event.currentTarget.value })}
      />
      <EstimateLine generator={generator} />
      <AskButton
        isRunning={writer.course.state === "writing"}
        isDisabled={!generator.mayAsk}
        icon={<IconSparkles size={16} aria-hidden />}
        ask={t("order.ask.personalize")}
        stop={t("order.stop")}
        onStop={writer.stop}
      />
    </form>
  );
}

type OutcomeProps = FitPanelProps & { generator: Generator; template: TemplateDetail };

function Outcome({ generator, template, ...props }: OutcomeProps) {
  const { t } = useTranslation("template-ai");
  const { course } = generator.writer;
  return (
    <section className={classes.outcome} aria-label={t("outcome.label")}>
      {course.state === "idle" && (
        <Text size="sm" c="dimmed">
          {t("compose:fit.text")}
        </Text>
      )}
      {course.state === "writing" && <LiveText isWriting passages={course.passages} broken={course.broken} />}
      {course.state === "stopped" && (
        <Text size="sm" role="status">
          {t("outcome.stopped")}
        </Text>
      )}
      {course.state === "failed" && <Failure error={course.error} generator={generator} />}
      {course.state === "proposed" && <Made {...props} proposal={course.proposal} template={template} />}
    </section>
  );
}

type MadeProps = FitPanelProps & { proposal: Proposal; template: TemplateDetail };

function Made({ proposal, template, show, onTake, onClose }: MadeProps) {
  const { t } = useTranslation("template-ai");
  const sealed = proposal.written ?? "";
  const mayTake = sealed !== "";
  return (
    <Stack gap="md">
      <Receipt spent={proposal} />
      {!mayTake && (
        <Text size="sm" role="alert">
          {t("compose:fit.changed")}
        </Text>
      )}
      <Group gap="xs">
        {mayTake && (
          <Button
            leftSection={<IconCheck size={16} aria-hidden />}
            onClick={() => {
              onTake({ sealed, model: proposal.model });
              onClose();
            }}
          >
            {t("compose:fit.take")}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t("compose:fit.plain")}
        </Button>
      </Group>
      <LineChanges before={template} after={proposal} />
      {mayTake && show(sealed)}
    </Stack>
  );
}
