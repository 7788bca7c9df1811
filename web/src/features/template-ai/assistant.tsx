import { Box, Button, Drawer } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSparkles } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import type { Writing } from "@/lib/template-writing";
import { PagePending } from "@/ui/page/page-pending";
import { useGenerator } from "./generator/use-generator";

const AITemplateGenerator = lazy(() =>
  import("./ai-template-generator").then((module) => ({ default: module.AITemplateGenerator })),
);

/** The way from the editor to the models that write; what one has begun goes on while the drawer is shut. */
export function Assistant({ writing }: { writing: Writing }) {
  const mayUse = useCan("ai.use");
  const mayManage = useCan("templates.manage");
  return mayUse && mayManage ? <AssistantDrawer writing={writing} /> : null;
}

function AssistantDrawer({ writing }: { writing: Writing }) {
  const { t } = useTranslation("template-ai");
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure(false);
  const { template, draft, home } = writing;
  const generator = useGenerator({
    about: { template, draft },
    type: template.type,
    locale: template.locale,
    isShown: opened,
  });
  const isWriting = generator.writer.course.state === "writing";
  return (
    <>
      <Button
        variant="default"
        px="sm"
        aria-label={t(isWriting ? "action_writing" : "action_open")}
        aria-haspopup="dialog"
        onClick={open}
      >
        <IconSparkles size={16} aria-hidden />
        <Box component="span" visibleFrom="sm" ml={8}>
          {t(isWriting ? "action_writing" : "action_open")}
        </Box>
      </Button>
      <Drawer
        opened={opened}
        onClose={close}
        position="right"
        size="min(78rem, 100vw)"
        title={t("title")}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        <Suspense fallback={<PagePending />}>
          <AITemplateGenerator
            generator={generator}
            writing={{
              ...writing,
              merge: (...proposed) => {
                close();
                writing.merge(...proposed);
              },
            }}
            onAccepted={(made) => {
              close();
              generator.writer.leave();
              if (made.id === template.id) writing.take(made);
              else void navigate({ to: `${home}/${made.id}` });
            }}
          />
        </Suspense>
      </Drawer>
    </>
  );
}
