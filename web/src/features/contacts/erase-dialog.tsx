import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { FormError } from "@/ui/form/submit";
import { eraseContact } from "./queries";

type EraseDialogProps = { contact: Contact; opened: boolean; onClose: () => void };

/** Asks for the address itself: what is erased does not come back. */
export function EraseDialog({ contact, opened, onClose }: EraseDialogProps) {
  const { t } = useTranslation("contacts");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const erase = useMutation({
    mutationFn: () => eraseContact(contact.id),
    onSuccess: async () => {
      await navigate({ to: path("/admin/contacts") });
      await client.invalidateQueries({ queryKey: ["contacts"] });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("erase.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("erase.text")}</Text>
        <TextInput
          label={t("erase.type", { email: contact.email })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormError error={erase.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
          <Button
            color="red"
            disabled={typed.trim().toLowerCase() !== contact.email}
            loading={erase.isPending}
            onClick={() => erase.mutate()}
          >
            {t("erase.action")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
