import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { IconFingerprint, IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addPasskey, isDismissal, passkeysSupported } from "@/lib/passkeys";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { ListState, RowSkeleton } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import classes from "./account.module.css";
import { authenticatorsQuery, type Passkey, removePasskey } from "./queries";
import { ReauthenticationDeclined, useGuard } from "./reauthentication";
import { useRecoveryCodes } from "./recovery-codes";
import { fromUnix } from "./unix-time";

export function PasskeysPanel() {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const guard = useGuard();
  const [opened, { open, close }] = useDisclosure(false);
  const [removing, setRemoving] = useState<Passkey | null>(null);
  const { renew, dialog } = useRecoveryCodes();
  const passkeys = useQuery({
    ...authenticatorsQuery,
    select: (all) => all.filter((one) => one.type === "webauthn"),
  });
  return (
    <Surface
      flush
      title={t("passkeys.title")}
      description={t("passkeys.text")}
      actions={
        passkeysSupported() && (
          <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={open}>
            {t("passkeys.add")}
          </Button>
        )
      }
    >
      <ListState
        query={passkeys}
        skeleton={<RowSkeleton rows={1} />}
        empty={
          <Text size="sm" c="dimmed" className={classes.none}>
            {t("passkeys.none")}
          </Text>
        }
      >
        {(items) => (
          <ul className={classes.list}>
            {items.map((passkey) => (
              <li key={passkey.id} className={classes.row}>
                <IconFingerprint size={20} stroke={1.6} aria-hidden />
                <div className={classes.words}>
                  <Text size="sm" fw={560}>
                    {passkey.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t("last_used")} <Time at={fromUnix(passkey.last_used_at)} never={t("never_used")} />
                  </Text>
                </div>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={t("passkeys.remove_label", { name: passkey.name })}
                  onClick={() => setRemoving(passkey)}
                >
                  {t("common:action.remove")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </ListState>
      <AddPasskeyDialog opened={opened} onClose={close} onFirstFactor={renew} />
      {dialog}
      <ConfirmDialog
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        danger
        title={t("passkeys.remove_label", { name: removing?.name ?? "" })}
        action={t("common:action.remove")}
        run={async () => removing && guard(() => removePasskey(removing.id))}
        done={() => client.invalidateQueries({ queryKey: ["authenticators"] })}
      >
        {t("passkeys.remove_text")}
      </ConfirmDialog>
    </Surface>
  );
}

type AddPasskeyDialogProps = {
  opened: boolean;
  onClose: () => void;
  /** Added where there were no recovery codes yet: the moment to hand them out. */
  onFirstFactor: () => void;
};

function AddPasskeyDialog({ opened, onClose, onFirstFactor }: AddPasskeyDialogProps) {
  const { t } = useTranslation("account");
  const client = useQueryClient();
  const guard = useGuard();
  const form = useForm({
    initialValues: { name: "" },
    validate: { name: (value) => (value.trim() ? null : t("common:error.required")) },
  });
  const close = () => {
    form.reset();
    mutation.reset();
    onClose();
  };
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ name }) => guard(() => addPasskey(name.trim())),
    done: async () => {
      const before = client.getQueryData(authenticatorsQuery.queryKey) ?? [];
      await client.invalidateQueries({ queryKey: authenticatorsQuery.queryKey });
      close();
      if (!before.some((one) => one.type === "recovery_codes")) onFirstFactor();
    },
  });
  const silent = isDismissal(mutation.error) || mutation.error instanceof ReauthenticationDeclined;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("passkeys.add")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          <TextInput
            label={t("common:field.name")}
            description={t("passkeys.name_hint")}
            data-autofocus
            {...form.getInputProps("name")}
          />
          <FormError error={silent ? null : mutation.error} fields={["name"]} />
          <Group justify="flex-end">
            <FormActions mutation={mutation} label={t("passkeys.continue")} onCancel={close} />
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
