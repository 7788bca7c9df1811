import { ActionIcon, Modal, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBulb } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import type { Writing } from "@/lib/template-writing";
import { PagePending } from "@/ui/page/page-pending";

const SubjectDialog = lazy(() =>
  import("./subject-dialog").then((module) => ({ default: module.SubjectDialog })),
);

/** Beside the subject: other subjects, what they are expected to do and why. */
export function SubjectHelp({ writing }: { writing: Writing }) {
  const { t } = useTranslation("template-ai");
  const mayManage = useCan("templates.manage");
  const [opened, { open, close }] = useDisclosure(false);
  if (!mayManage) return null;
  return (
    <>
      <Tooltip label={t("subjects.open")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("subjects.open")}
          aria-haspopup="dialog"
          onClick={open}
        >
          <IconBulb size={18} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={opened}
        onClose={close}
        size="lg"
        title={t("subjects.title")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        <Suspense fallback={<PagePending />}>
          {opened && <SubjectDialog writing={writing} onClose={close} />}
        </Suspense>
      </Modal>
    </>
  );
}
