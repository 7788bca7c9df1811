import { Button, Group, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import type { ApiError } from "@/lib/problem";
import type { Writing } from "@/lib/template-writing";
import { CallProblem } from "@/ui/ai/call-problem";
import { EarlierProposals } from "./earlier-proposals";
import classes from "./generator.module.css";
import { LiveText } from "./live-text";
import { NeedsModel } from "./needs-model";
import { ProposalView } from "./proposal-view";
import { Refused } from "./refused";
import type { Generator } from "./use-generator";
import { namedIn } from "./writers";

type OutcomeProps = {
  generator: Generator;
  /** The editor that the proposal is for; null for a new template. */
  writing: Writing | null;
  onAccepted: (template: TemplateDetail) => void;
};

/** What comes of an order: nothing yet, what is being written, a proposal, or why there is none. */
export function Outcome({ generator, writing, onAccepted }: OutcomeProps) {
  const { t } = useTranslation("template-ai");
  const { course, show, leave } = generator.writer;
  const again = (
    <Group>
      <Button
        variant="default"
        disabled={!generator.mayAsk}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={generator.ask}
      >
        {t("outcome.again")}
      </Button>
    </Group>
  );
  switch (course.state) {
    case "idle":
      return (
        <Stack gap="lg">
          <div className={classes.intro}>
            <Text fw={560}>{t(writing ? "intro.title" : "intro.title_new")}</Text>
            <Text size="sm" c="dimmed">
              {t("intro.text")}
            </Text>
          </div>
          {writing && <EarlierProposals templateId={writing.template.id} onShow={show} />}
        </Stack>
      );
    case "writing":
      return <LiveText isWriting passages={course.passages} broken={course.broken} />;
    case "stopped":
      return (
        <Stack gap="md">
          <Text size="sm" role="status">
            {t("outcome.stopped")}
          </Text>
          {again}
          {course.passages.length > 0 && <LiveText passages={course.passages} />}
        </Stack>
      );
    case "failed":
      return (
        <Stack gap="md">
          <Failure error={course.error} generator={generator} />
          {again}
          {course.passages.length > 0 && course.error.status === 0 && <LiveText passages={course.passages} />}
        </Stack>
      );
    case "proposed":
      return (
        <ProposalView
          key={course.proposal.id}
          proposal={course.proposal}
          writing={writing}
          again={again}
          onAccepted={onAccepted}
          onLeave={leave}
        />
      );
  }
}

/** Why nothing came of it, and what to do. */
export function Failure({ error, generator }: { error: ApiError; generator: Generator }) {
  const code = error.code.replace("urn:frontdesk:problem:", "");
  if (code === "needs-chat-model") {
    return <NeedsModel {...namedIn(error.body)} onChoose={generator.choose} />;
  }
  if (code === "promises-broken") return <Refused error={error} />;
  return <CallProblem error={error} />;
}
