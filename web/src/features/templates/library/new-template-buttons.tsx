import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ImportDialog } from "../bundles/import-dialog";
import type { Scope } from "../queries";
import { homeOf } from "./home";

/** The two ways to a new template: the gallery, and what one already has. */
export function NewTemplateButtons({ scope }: { scope: Scope }) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  const [importing, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<IconFileImport size={16} aria-hidden />} onClick={open}>
        {t("action.import")}
      </Button>
      <Button
        component={Link}
        to={path(`${homeOf(scope)}/new`)}
        leftSection={<IconPlus size={16} aria-hidden />}
      >
        {t("templates:new.action")}
      </Button>
      <ImportDialog scope={scope} opened={importing} onClose={close} />
    </>
  );
}
