import { Alert, Button, Loader, Text } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api-types-inbox";
import { FormError, useNotifyError } from "@/ui/form/submit";
import { changeMailbox, checkMailbox, mailboxesQuery } from "./queries";

/** Signs in and looks, and changes nothing there. */
export function MailboxCheckPanel({ mailbox }: { mailbox: Mailbox }) {
  const { t } = useTranslation("receiving");
  const client = useQueryClient();
  const check = useQuery({
    queryKey: ["mailbox-check", mailbox.id, mailbox.version],
    queryFn: () => checkMailbox(mailbox.id),
    retry: false,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const believe = useMutation({
    mutationFn: (authserv_id: string) => changeMailbox(mailbox.id, { version: mailbox.version, authserv_id }),
    onSuccess: () => client.invalidateQueries({ queryKey: mailboxesQuery.queryKey }),
    onError: useNotifyError(),
  });
  if (check.isFetching) {
    return (
      <Text size="sm" c="dimmed" aria-busy="true">
        <Loader size={14} mr={8} />
        {t("check.under_way")}
      </Text>
    );
  }
  if (!check.data) return <FormError error={check.error} />;
  const { is_ok, detail, folders, authserv_id } = check.data;
  return (
    <Alert
      color={is_ok ? "pine" : "red"}
      variant="light"
      icon={<IconPlugConnected size={18} />}
      title={is_ok ? t("check.ok") : t("check.failed")}
    >
      <Text size="sm" className="fd-break">
        {detail}
      </Text>
      {folders.length > 0 && (
        <Text size="sm" mt={4} className="fd-break">
          {t("check.folders", { folders: folders.join(", ") })}
        </Text>
      )}
      {authserv_id && authserv_id !== mailbox.authserv_id && (
        <>
          <Text size="sm" mt={4} mb={6} className="fd-break">
            {t("check.authserv", { name: authserv_id })}
          </Text>
          <Button
            size="xs"
            variant="default"
            loading={believe.isPending}
            onClick={() => believe.mutate(authserv_id)}
          >
            {t("check.believe")}
          </Button>
        </>
      )}
    </Alert>
  );
}
