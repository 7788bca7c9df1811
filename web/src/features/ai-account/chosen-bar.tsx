import { Button, Text } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import type { ModelKey } from "@/lib/usable-models";
import classes from "./ai-account.module.css";

/** More columns than this cannot be read side by side. */
export const MOST = 4;
const LEAST = 2;

/** Stays in sight while models are being chosen for a comparison. */
export function ChosenBar({ chosen, onClear }: { chosen: ModelKey[]; onClear: () => void }) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  if (chosen.length === 0) return null;
  return (
    <section className={classes.chosen} aria-label={t("compare.title")}>
      <Text size="sm" role="status">
        {t("compare.chosen", { count: chosen.length })}{" "}
        {chosen.length < LEAST && <span>{t("compare.least")}</span>}
      </Text>
      <Button variant="subtle" color="gray" onClick={onClear}>
        {t("compare.clear")}
      </Button>
      {chosen.length >= LEAST && (
        <Button
          component={Link}
          to={path("/account/ai/compare")}
          search={{ models: chosen } as never}
          leftSection={<IconColumns3 size={16} aria-hidden />}
        >
          {t("compare.open")}
        </Button>
      )}
    </section>
  );
}
