import { Button, Modal, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNotifyError } from "@/ui/form/submit";
import { SecretBox } from "@/ui/secret-box/secret-box";
import { Surface } from "@/ui/surface/surface";
import { authenticatorsQuery, makeRecoveryCodes } from "./queries";
import { ReauthenticationDeclined, useGuard } from "./reauthentication";

type RecoveryCodes = {
  /** Makes new codes and shows them, this one time. */
  renew: () => void;
  renewing: boolean;
  dialog: ReactNode;
};

export function useRecoveryCodes(): RecoveryCodes {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const guard = useGuard();
  const notifyError = useNotifyError();
  const { mutate, reset, data, isPending } = useMutation({
    mutationFn: () => guard(makeRecoveryCodes),
    onSuccess: () => client.invalidateQueries({ queryKey: authenticatorsQuery.queryKey }),
    onError: (error) => {
      if (!(error instanceof ReauthenticationDeclined)) notifyError(error);
    },
  });
  const dialog = (
    <Modal
      opened={data !== undefined}
      onClose={reset}
      title={t("recovery.title")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {data && <SecretBox secret={data.join("\n")} label={t("recovery.title")} notice={t("recovery.once")} />}
    </Modal>
  );
  return { renew: () => mutate(), renewing: isPending, dialog };
}

/** The codes that replace any second factor; there are some once a factor is set up. */
export function RecoveryPanel() {
  const { t } = useTranslation("account");
  const { renew, renewing, dialog } = useRecoveryCodes();
  const recovery = useQuery(authenticatorsQuery).data?.find((one) => one.type === "recovery_codes");
  if (!recovery) return null;
  return (
    <Surface
      title={t("recovery.title")}
      description={t("recovery.text")}
      actions={
        <Button variant="default" loading={renewing} onClick={renew}>
          {t("recovery.renew")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed">
        {t("recovery.left", { unused: recovery.unused_code_count, total: recovery.total_code_count })}
      </Text>
      {dialog}
    </Surface>
  );
}
