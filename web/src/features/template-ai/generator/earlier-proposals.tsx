import { Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Proposal, ProposalState } from "@/lib/api-types-mail-ai";
import { queryClient } from "@/lib/query";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { useNotifyError } from "@/ui/form/submit";
import { ListState, RowSkeleton } from "@/ui/list/list-state";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import { proposalQuery, proposalsQuery } from "../queries";
import classes from "./generator.module.css";
import { useProposalWords } from "./use-proposal-words";

const TONES: Record<ProposalState, Tone> = {
  running: "busy",
  ready: "attention",
  refused: "bad",
  failed: "bad",
  accepted: "good",
  rejected: "quiet",
};

type EarlierProposalsProps = { templateId: number; onShow: (proposal: Proposal) => void };

/** What models proposed for this template before; what nobody accepts is forgotten after a month. */
export function EarlierProposals({ templateId, onShow }: EarlierProposalsProps) {
  const { t } = useTranslation("template-ai");
  const words = useProposalWords();
  const tellError = useNotifyError();
  const proposals = useInfiniteQuery(proposalsQuery(templateId));
  const open = useMutation({
    mutationFn: (id: string) => queryClient.fetchQuery(proposalQuery(id)),
    onSuccess: onShow,
    onError: tellError,
  });
  return (
    <section aria-label={t("earlier.title")}>
      <Text fw={560} size="sm" mb="xs">
        {t("earlier.title")}
      </Text>
      <ListState
        query={proposals}
        skeleton={<RowSkeleton rows={2} />}
        empty={<EmptyState icon={IconSparkles} title={t("earlier.none")} />}
      >
        {(items) => (
          <ul className={classes.earlier}>
            {items.map((each) => (
              <li key={each.id}>
                <button
                  type="button"
                  className={classes.proposal}
                  disabled={open.isPending}
                  onClick={() => open.mutate(each.id)}
                >
                  <span className={classes.proposalHead}>
                    <Text span size="sm" fw={560}>
                      {words.title(each)}
                    </Text>
                    <StatusBadge tone={TONES[each.state]}>{t(`state.${each.state}`)}</StatusBadge>
                  </span>
                  {words.brief(each) && (
                    <Text span size="sm" lineClamp={2} className="fd-break">
                      {words.brief(each)}
                    </Text>
                  )}
                  <Text span size="xs" c="dimmed">
                    {each.model} · {each.created_by?.full_name ?? t("earlier.nobody")} ·{" "}
                    <Time at={each.created_at} />
                  </Text>
                </button>
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </section>
  );
}
