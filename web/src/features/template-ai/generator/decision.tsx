import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import type { Proposal } from "@/lib/api-types-mail-ai";
import { ApiError } from "@/lib/problem";
import type { Writing } from "@/lib/template-writing";
import { FormError, notifyDone } from "@/ui/form/submit";
import { acceptProposal, rejectProposal } from "../queries";
import { contentOf } from "./outdated";

type DecisionProps = {
  proposal: Proposal;
  writing: Writing | null;
  again?: ReactNode;
  onAccepted: (template: TemplateDetail) => void;
  onLeave: () => void;
};

/** Accepting makes a version, a variant or a template of it; until then nothing has changed. */
export function Decision({ proposal, writing, again, onAccepted, onLeave }: DecisionProps) {
  const { t } = useTranslation("template-ai");
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["email-templates"] });
  const accept = useMutation({
    mutationFn: (version?: number) => acceptProposal(proposal.id, version),
    onSuccess: (template) => {
      notifyDone(t(`accepted.${outcomeOf(proposal)}`, { number: template.version }));
      void refresh();
      onAccepted(template);
    },
  });
  const reject = useMutation({
    mutationFn: () => rejectProposal(proposal.id),
    onSuccess: () => {
      notifyDone(t("proposal.rejected"));
      void refresh();
      onLeave();
    },
  });
  const isOpen = proposal.state === "ready" && proposal.kind !== "personalize";
  const newer = newerVersion(accept.error);
  const isBusy = accept.isPending || reject.isPending;
  return (
    <Stack gap="xs">
      {!isOpen && proposal.kind !== "personalize" && (
        <Text size="sm">{t(`state_text.${proposal.state}`, { reason: proposal.reason })}</Text>
      )}
      <Group gap="xs">
        {isOpen && (
          <>
            <Button
              leftSection={<IconCheck size={16} aria-hidden />}
              loading={accept.isPending}
              disabled={isBusy}
              onClick={() => accept.mutate(undefined)}
            >
              {t(`accept.${outcomeOf(proposal)}`)}
            </Button>
            <Button
              variant="default"
              leftSection={<IconX size={16} aria-hidden />}
              loading={reject.isPending}
              disabled={isBusy}
              onClick={() => reject.mutate()}
            >
              {t("proposal.reject")}
            </Button>
          </>
        )}
        {again}
        <Button variant="subtle" color="gray" disabled={isBusy} onClick={onLeave}>
          {t("proposal.back")}
        </Button>
      </Group>
      {newer !== null && writing ? (
        <Alert role="alert" color="brass" variant="light" title={t("stale.title", { number: newer })}>
          <Text size="sm" mb="xs">
            {t("stale.text")}
          </Text>
          <Group gap="xs">
            <Button size="compact-sm" onClick={() => writing.merge(contentOf(proposal), newer, proposal.id)}>
              {t("stale.merge")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => accept.mutate(newer)}>
              {t("stale.on_top")}
            </Button>
          </Group>
        </Alert>
      ) : (
        <FormError error={accept.error} />
      )}
      <FormError error={reject.error} />
    </Stack>
  );
}

function outcomeOf({ kind, template_id }: Proposal): "template" | "variant" | "version" {
  if (template_id === null) return "template";
  return kind === "translate" ? "variant" : "version";
}

/** The newest version, when somebody saved since the proposal was made. */
function newerVersion(error: unknown): number | null {
  const current = error instanceof ApiError && error.status === 409 ? error.body.current_version : null;
  return typeof current === "number" ? current : null;
}
