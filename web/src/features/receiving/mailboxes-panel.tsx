import { Button } from "@mantine/core";
import { IconMailbox, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { MailboxCard } from "./mailbox-card";
import { MailboxForm } from "./mailbox-form";
import { mailboxesQuery } from "./queries";

export function MailboxesPanel() {
  const { t } = useTranslation("receiving");
  const mailboxes = useQuery(mailboxesQuery);
  const [isAdding, setAdding] = useState(false);
  const [checkedId, setCheckedId] = useState<string | null>(null);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      {t("mailbox.add")}
    </Button>
  );
  return (
    <Surface
      title={t("mailbox.title")}
      description={t("mailbox.text")}
      actions={!isAdding && mailboxes.data?.length ? add : undefined}
    >
      {isAdding ? (
        <MailboxForm
          onCancel={() => setAdding(false)}
          onDone={({ id }) => {
            setAdding(false);
            setCheckedId(id);
          }}
        />
      ) : (
        <ListState
          query={mailboxes}
          empty={
            <EmptyState icon={IconMailbox} title={t("mailbox.empty_title")} action={add}>
              {t("mailbox.empty_text")}
            </EmptyState>
          }
        >
          {(items) =>
            items.map((mailbox) => (
              <MailboxCard key={mailbox.id} mailbox={mailbox} checkAtOnce={mailbox.id === checkedId} />
            ))
          }
        </ListState>
      )}
    </Surface>
  );
}
