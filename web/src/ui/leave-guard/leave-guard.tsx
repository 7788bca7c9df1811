import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

type LeaveGuardProps = {
  dirty: boolean;
  /** Tries to bring the work to safety first; nobody is asked when that succeeds. */
  rescue?: () => Promise<boolean>;
};

/** Asks before unsaved work is left behind, inside the app and when the tab closes. */
export function LeaveGuard({ dirty, rescue }: LeaveGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !(await rescue?.()),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("leave.title")}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <Stack gap="md">
        <Text size="sm">{t("leave.text")}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
            {t("leave.stay")}
          </Button>
          <Button color="red" onClick={() => blocker.proceed?.()}>
            {t("leave.leave")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
