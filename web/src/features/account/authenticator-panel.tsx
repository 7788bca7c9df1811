import { Button, Group, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { useNotifyError } from "@/ui/form/submit";
import { SecretBox } from "@/ui/secret-box/secret-box";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import {
  authenticatorsQuery,
  deactivateTotp,
  makeRecoveryCodes,
  startTotp,
  type TotpSecret,
} from "./queries";
import { ReauthenticationDeclined, useGuard } from "./reauthentication";
import { TotpForm } from "./totp-form";

/** The authenticator app, and the recovery codes that replace any second factor. */
export function AuthenticatorPanel() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const guard = useGuard();
  const notifyError = useNotifyError();
  const complain = (error: unknown) => {
    if (!(error instanceof ReauthenticationDeclined)) notifyError(error);
  };
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [removing, remove] = useDisclosure(false);
  const all = useQuery(authenticatorsQuery).data ?? [];
  const active = all.some((one) => one.type === "totp");
  const recovery = all.find((one) => one.type === "recovery_codes");
  const refresh = () => client.invalidateQueries({ queryKey: ["authenticators"] });

  const start = useMutation({
    mutationFn: () => guard(startTotp),
    onSuccess: (fresh) => (fresh ? setSecret(fresh) : refresh()),
    onError: complain,
  });
  const renew = useMutation({
    mutationFn: () => guard(makeRecoveryCodes),
    onSuccess: async (fresh) => {
      setCodes(fresh);
      await refresh();
    },
    onError: complain,
  });
  const activated = async () => {
    setSecret(null);
    await refresh();
    renew.mutate();
  };

  return (
    <Surface
      title={t("totp.title")}
      description={t("totp.text")}
      actions={
        <StatusBadge tone={active ? "good" : "quiet"}>{t(active ? "totp.on" : "totp.off")}</StatusBadge>
      }
    >
      <Group gap="xs">
        {active ? (
          <Button variant="default" onClick={remove.open}>
            {t("totp.remove")}
          </Button>
        ) : (
          <Button variant="default" loading={start.isPending} onClick={() => start.mutate()}>
            {t("totp.add")}
          </Button>
        )}
        {recovery && (
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t("recovery.renew")}
          </Button>
        )}
      </Group>
      {recovery && (
        <Text size="xs" c="dimmed" mt="sm">
          {t("recovery.left", { unused: recovery.unused_code_count, total: recovery.total_code_count })}
        </Text>
      )}
      <Modal
        opened={secret !== null}
        onClose={() => setSecret(null)}
        title={t("totp.add")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {secret && <TotpForm secret={secret} onDone={activated} onCancel={() => setSecret(null)} />}
      </Modal>
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        title={t("recovery.title")}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {codes && (
          <SecretBox secret={codes.join("\n")} label={t("recovery.title")} notice={t("recovery.once")} />
        )}
      </Modal>
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
