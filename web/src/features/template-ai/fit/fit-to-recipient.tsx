import { Button, Drawer, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSparkles } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { FitProps } from "@/lib/mail-fitting";
import { PagePending } from "@/ui/page/page-pending";

const FitPanel = lazy(() => import("./fit-panel").then((module) => ({ default: module.FitPanel })));

/** The way from a mail that is being written to a model that writes it for its one recipient. */
export function FitToRecipient(props: FitProps) {
  const { t } = useTranslation("compose");
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Group mb="sm">
        <Button
          size="compact-sm"
          variant="default"
          disabled={props.isDisabled}
          leftSection={<IconSparkles size={16} aria-hidden />}
          aria-haspopup="dialog"
          onClick={open}
        >
          {t("fit.open")}
        </Button>
      </Group>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size="min(70rem, 100vw)"
        title={t("fit.open")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        <Suspense fallback={<PagePending />}>
          <FitPanel {...props} onClose={close} />
        </Suspense>
      </Drawer>
    </>
  );
}
