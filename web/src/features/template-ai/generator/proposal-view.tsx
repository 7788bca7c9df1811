import { Alert, Group, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateContent, TemplateDetail, TemplateProblem } from "@/lib/api-types-mail";
import type { Proposal } from "@/lib/api-types-mail-ai";
import type { Writing } from "@/lib/template-writing";
import { SourceDiff } from "@/ui/source-diff/source-diff";
import { ProblemList } from "@/ui/template-problems/problem-list";
import { Decision } from "./decision";
import classes from "./generator.module.css";
import { LineChanges } from "./line-changes";
import { groundOf } from "./outdated";
import { Receipt } from "./receipt";
import { RenderedMail } from "./rendered-mail";
import { useProposalWords } from "./use-proposal-words";

const VIEWS = ["rendered", "source", "text"] as const;
type View = (typeof VIEWS)[number];

type ProposalViewProps = {
  proposal: Proposal;
  writing: Writing | null;
  /** Asks once more, with the same brief. */
  again?: ReactNode;
  onAccepted: (template: TemplateDetail) => void;
  onLeave: () => void;
};

/** A proposal beside what there is now, and the decision on it. */
export function ProposalView({ proposal, writing, again, onAccepted, onLeave }: ProposalViewProps) {
  const { t } = useTranslation("template-ai");
  const words = useProposalWords();
  const [view, setView] = useState<View>("rendered");
  const [line, setLine] = useState<number | undefined>();
  const [device, setDevice] = useState("desktop");
  const now = writing && proposal.template_id !== null ? writing.draft : null;
  const jump = ({ field, line: at }: TemplateProblem) => {
    setView(field === "text_code" ? "text" : "source");
    setLine(field === "html_code" && at > 0 ? at : undefined);
  };
  return (
    <Stack gap="md" component="section" aria-label={t("proposal.label")}>
      <div>
        <Title order={3} size="h4" tabIndex={-1} data-proposal>
          {words.title(proposal)}
        </Title>
        <Receipt spent={proposal} />
      </div>
      <Notes proposal={proposal} writing={writing} />
      <Decision {...{ proposal, writing, again, onAccepted, onLeave }} />
      <LineChanges before={now} after={proposal} />
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t("view.label")}
          value={view}
          onChange={(value) => setView(value as View)}
          data={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
        {view === "rendered" && (
          <SegmentedControl
            size="xs"
            aria-label={t("view.device")}
            value={device}
            onChange={setDevice}
            data={["desktop", "mobile"].map((value) => ({ value, label: t(`view.${value}`) }))}
          />
        )}
      </Group>
      <Shown {...{ proposal, view, line, now, writing }} isPhone={device === "mobile"} />
      {proposal.problems.length > 0 && (
        <section aria-label={t("proposal.problems")}>
          <Text fw={560} size="sm" mb={4}>
            {t("proposal.problems")}
          </Text>
          <div className={classes.problems}>
            <ProblemList problems={proposal.problems} onJump={jump} />
          </div>
        </section>
      )}
    </Stack>
  );
}

function Notes({ proposal, writing }: { proposal: Proposal; writing: Writing | null }) {
  const { t } = useTranslation("template-ai");
  const ground = writing && proposal.template_id !== null ? groundOf(proposal, writing) : "same";
  const isOpenNext = proposal.state === "ready" && (proposal.kind === "generate" || proposal.kind === "tone");
  const isServing = proposal.template_id !== null && writing?.template.is_active;
  const notes = [
    ...(proposal.kind === "personalize" ? [t("note.personal")] : []),
    ...(isOpenNext && ground !== "same" ? [t(`note.${ground}`)] : []),
    ...(isOpenNext && isServing ? [t("note.active")] : []),
  ];
  if (notes.length === 0) return null;
  return (
    <Alert color="brass" variant="light" icon={<IconInfoCircle size={18} />}>
      {notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
    </Alert>
  );
}

type ShownProps = {
  proposal: Proposal;
  view: View;
  line: number | undefined;
  isPhone: boolean;
  now: TemplateContent | null;
  writing: Writing | null;
};

function Shown({ proposal, view, line, isPhone, now, writing }: ShownProps) {
  const { t } = useTranslation("template-ai");
  if (view === "text") {
    return (
      <div className={classes.pair}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
        <pre className={classes.plain} tabIndex={0}>
          {proposal.text}
        </pre>
      </div>
    );
  }
  if (view === "source") {
    const after = {
      ...{ label: t("side.proposal"), html_code: proposal.source, text_code: proposal.text_code },
    };
    const before = now && {
      ...{ label: t("side.now"), html_code: now.html_code, text_code: now.text_code },
    };
    return <SourceDiff key={line} before={before} after={after} line={line} />;
  }
  const { source_format, type, category, locale } = proposal;
  const made = {
    ...{ subject: proposal.subject, preheader: proposal.preheader, html_code: proposal.source },
    ...{ text_code: proposal.text_code, source_format: source_format ?? "mjml" },
  };
  const kind = {
    type: type ?? writing?.template.type ?? "custom",
    category: category ?? writing?.draft.category ?? "transactional",
    email_main_logo_image: writing?.draft.email_main_logo_image ?? "",
  };
  return (
    <div className={classes.pair} data-device={isPhone ? "mobile" : "desktop"}>
      {now && writing && (
        <RenderedMail
          title={t("side.now")}
          isPhone={isPhone}
          input={{ ...contentOf(now), ...kind, locale: writing.template.locale }}
        />
      )}
      <RenderedMail
        title={t("side.proposal")}
        isPhone={isPhone}
        input={{ ...made, ...kind, locale: locale ?? writing?.template.locale ?? "en" }}
      />
    </div>
  );
}

function contentOf({ subject, preheader, html_code, text_code, source_format }: TemplateContent) {
  return { subject, preheader, html_code, text_code, source_format };
}
