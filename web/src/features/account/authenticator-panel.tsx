import { Button, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { useNotifyError } from "@/ui/form/submit";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { authenticatorsQuery, deactivateTotp, startTotp, type TotpSecret } from "./queries";
import { ReauthenticationDeclined, useGuard } from "./reauthentication";
import { useRecoveryCodes } from "./recovery-codes";
import { TotpForm } from "./totp-form";

/** The authenticator app; once it is on, the recovery codes that replace it are shown. */
export function AuthenticatorPanel() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const guard = useGuard();
  const notifyError = useNotifyError();
  const complain = (error: unknown) => {
    if (!(error instanceof ReauthenticationDeclined)) notifyError(error);
  };
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const [removing, remove] = useDisclosure(false);
  const { renew, dialog } = useRecoveryCodes();
  const active = useQuery(authenticatorsQuery).data?.some((one) => one.type === "totp") ?? false;
  const refresh = () => client.invalidateQueries({ queryKey: ["authenticators"] });

  const start = useMutation({
    mutationFn: () => guard(startTotp),
    onSuccess: (fresh) => (fresh ? setSecret(fresh) : refresh()),
    onError: complain,
  });
  const activated = async () => {
    setSecret(null);
    await refresh();
    renew();
  };

  return (
    <Surface
      title={t("totp.title")}
      description={t("totp.text")}
      actions={
        <StatusBadge tone={active ? "good" : "quiet"}>{t(active ? "totp.on" : "totp.off")}</StatusBadge>
      }
    >
      {active ? (
        <Button variant="default" onClick={remove.open}>
          {t("totp.remove")}
        </Button>
      ) : (
        <Button variant="default" loading={start.isPending} onClick={() => start.mutate()}>
          {t("totp.add")}
        </Button>
      )}
      <Modal
        opened={secret !== null}
        onClose={() => setSecret(null)}
        title={t("totp.add")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {secret && <TotpForm secret={secret} onDone={activated} onCancel={() => setSecret(null)} />}
      </Modal>
      {dialog}
      <ConfirmDialog
        opened={removing}
        onClose={remove.close}
        danger
        title={t("totp.remove_title")}
        action={t("totp.remove")}
        run={() => guard(deactivateTotp)}
        done={refresh}
      >
        {t("totp.remove_text")}
      </ConfirmDialog>
    </Surface>
  );
}
