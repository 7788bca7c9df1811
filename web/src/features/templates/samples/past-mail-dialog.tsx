import { Modal, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { FormError } from "@/ui/form/submit";
import { ListState } from "@/ui/list/list-state";
import { Time } from "@/ui/time/time";
import { createFromMail, pastMailQuery, samplesQuery } from "./queries";
import classes from "./samples.module.css";
import type { Sample } from "./use-sample";

type PastMailDialogProps = { sample: Sample; opened: boolean; onClose: () => void };

/** Real mails of this type; the chosen one becomes a set of data without anything personal in it. */
export function PastMailDialog({ sample, opened, onClose }: PastMailDialogProps) {
  const { t } = useTranslation("template-preview");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("past.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <PastMails sample={sample} onClose={onClose} />
    </Modal>
  );
}

function PastMails({ sample, onClose }: Omit<PastMailDialogProps, "opened">) {
  const { t } = useTranslation("template-preview");
  const client = useQueryClient();
  const mails = useInfiniteQuery(pastMailQuery(sample.type));
  const make = useMutation({
    mutationFn: createFromMail,
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: samplesQuery(sample.type).queryKey });
      sample.choose(made);
      onClose();
    },
  });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("past.text")}
      </Text>
      <FormError error={make.error} />
      <ListState
        query={mails}
        empty={
          <Text c="dimmed" ta="center" py="lg">
            {t("past.empty")}
          </Text>
        }
      >
        {(items) => (
          <ul className={classes.mails} aria-label={t("past.title")}>
            {items.map((mail) => (
              <li key={mail.message_id}>
                <button
                  type="button"
                  className={classes.mail}
                  disabled={make.isPending}
                  onClick={() => make.mutate(mail.message_id)}
                >
                  <span>{mail.label}</span>
                  <Text span size="xs" c="dimmed">
                    <Time at={mail.created_at} mode="absolute" />
                  </Text>
                </button>
              </li>
            ))}
          </ul>
        )}
      </ListState>
    </Stack>
  );
}
