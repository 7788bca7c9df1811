import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/ui/form/submit";
import { addSubscribers, KEY, type MailListDetail } from "./queries";

type AddSubscribersProps = { list: MailListDetail; opened: boolean; onClose: () => void };

export function AddSubscribers({ list, opened, onClose }: AddSubscribersProps) {
  const { t } = useTranslation("lists");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("add_people")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <AddForm list={list} onClose={onClose} />
    </Modal>
  );
}

function AddForm({ list, onClose }: Omit<AddSubscribersProps, "opened">) {
  const { t } = useTranslation("lists");
  const client = useQueryClient();
  const [text, setText] = useState("");
  const emails = text.split(/[\s,;]+/).filter(Boolean);
  const mutation = useMutation({
    mutationFn: () => addSubscribers(list.id, emails),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  if (mutation.data) {
    const { subscribed, pending, already, skipped } = mutation.data;
    return (
      <Stack gap="sm">
        <Alert color="teal" variant="light" icon={<IconCircleCheck size={18} />} role="status">
          {t("added.subscribed", { count: subscribed })}{" "}
          {pending > 0 && t("added.pending", { count: pending })}{" "}
          {already > 0 && t("added.already", { count: already })}
        </Alert>
        {skipped.length > 0 && (
          <>
            <Text size="sm">{t("added.skipped", { count: skipped.length })}</Text>
            <List size="sm">
              {skipped.map((one) => (
                <List.Item key={one.email} className="fd-break">
                  {one.email}: {t(`skipped.${one.reason}`, { defaultValue: one.reason })}
                </List.Item>
              ))}
            </List>
          </>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            {t("common:action.close")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <Textarea
        label={t("addresses")}
        description={list.is_double_opt_in ? t("addresses_asked") : t("addresses_hint")}
        autosize
        minRows={4}
        maxRows={12}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <FormError error={mutation.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button disabled={emails.length === 0} loading={mutation.isPending} onClick={() => mutation.mutate()}>
          {t("add_count", { count: emails.length })}
        </Button>
      </Group>
    </Stack>
  );
}
