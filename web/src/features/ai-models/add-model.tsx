import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDownload, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ImportDialog } from "@/ui/ai/import-dialog";
import { type ManagedTier, modelHome } from "./homes";

/** The two ways to a new model: by hand, or from a provider's own list. */
export function AddModel({ tier }: { tier: ManagedTier }) {
  const { t } = useTranslation("ai-models");
  const path = usePath();
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={open}>
        {t("import.open")}
      </Button>
      <Button
        component={Link}
        to={path(`${modelHome(tier)}/new`)}
        leftSection={<IconPlus size={16} aria-hidden />}
      >
        {t(`add.${tier}`)}
      </Button>
      <ImportDialog tier={tier} opened={opened} onClose={close} />
    </Group>
  );
}
