import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "../form/submit";

type ConfirmDialogProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The verb on the button, never "OK". */
  action: string;
  /** The other button, where "Cancel" would be taken for the action. */
  keep?: string;
  danger?: boolean;
  run: () => Promise<unknown>;
  done?: () => void;
};

/** Asks before something that is hard to undo, does it, and shows in place why it was refused. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  const mutation = useMutation({
    mutationFn: props.run,
    onSuccess: () => {
      props.onClose();
      props.done?.();
    },
  });
  const close = () => {
    mutation.reset();
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={props.title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Text size="sm" component="div">
          {props.children}
        </Text>
        <FormError error={mutation.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {props.keep ?? t("action.cancel")}
          </Button>
          <Button
            color={props.danger ? "red" : undefined}
            loading={mutation.isPending}
            onClick={() => mutation.mutate()}
          >
            {props.action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
