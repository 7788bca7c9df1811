import { Alert, Button } from "@mantine/core";
import { IconCode, IconRoadSign } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Obstacle } from "./model";

/** Why a code cannot be shown as blocks, with its place. Nothing was changed. */
export function ObstacleNote({ obstacle, onLeave }: { obstacle: Obstacle; onLeave?: () => void }) {
  const { t } = useTranslation("template-visual");
  const { message, detail, line, column } = obstacle;
  return (
    <Alert
      m="md"
      color="brass"
      variant="light"
      icon={<IconRoadSign size={18} />}
      title={t("obstacle.title", { line, column })}
      role="alert"
    >
      {t(`obstacle.${message}`, { detail })}
      {onLeave && (
        <Button
          mt="sm"
          display="block"
          size="compact-sm"
          leftSection={<IconCode size={15} aria-hidden />}
          onClick={onLeave}
        >
          {t("obstacle.leave")}
        </Button>
      )}
    </Alert>
  );
}
