import { Progress, Text } from "@mantine/core";
import { IconArrowRight, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Dashboard } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { Surface } from "@/ui/surface/surface";
import classes from "./dashboard.module.css";

const WHERE: Record<string, string> = {
  confirm_email: "/account",
  complete_organization: "/admin/settings",
  invite_colleague: "/admin/people",
  edit_template: "/admin/email-templates",
  activate_template: "/admin/email-templates",
  send_test: "/admin/email-templates",
  add_contact: "/admin/contacts",
  secure_account: "/account/security",
};

/** What to do next; disappears when all is done. */
export function NextSteps({ steps }: { steps: Dashboard["next_steps"] }) {
  const { t } = useTranslation("dashboard");
  const path = usePath();
  const done = steps.filter((step) => step.done).length;
  if (done === steps.length) return null;
  const current = steps.find((step) => !step.done)?.key;
  return (
    <Surface
      flush
      title={t("steps.title")}
      description={t("steps.progress", { done, total: steps.length })}
      actions={
        <Progress
          value={(100 * done) / steps.length}
          w={140}
          size="sm"
          aria-label={t("steps.progress", { done, total: steps.length })}
        />
      }
    >
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.key}>
            <Link
              to={path(WHERE[step.key] ?? "/")}
              className={classes.step}
              data-done={step.done || undefined}
              data-current={step.key === current || undefined}
            >
              <span className={classes.tick}>{step.done && <IconCheck size={13} stroke={3} />}</span>
              <span className={classes.words}>
                <Text size="sm" fw={560} component="span" display="block">
                  {t(`step.${step.key}.title`)}
                  {step.done && <span className={classes.hidden}> – {t("steps.done")}</span>}
                </Text>
                {!step.done && (
                  <Text size="xs" c="dimmed" component="span" display="block">
                    {t(`step.${step.key}.text`)}
                  </Text>
                )}
              </span>
              {!step.done && <IconArrowRight size={16} aria-hidden className={classes.arrow} />}
            </Link>
          </li>
        ))}
      </ol>
    </Surface>
  );
}
