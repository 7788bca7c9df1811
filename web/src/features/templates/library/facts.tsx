import { IconLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { TemplateStatus } from "@/lib/api-types-library";
import type { Template } from "@/lib/api-types-mail";
import { LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { StatusBadge, type Tone } from "@/ui/status-badge/status-badge";
import classes from "./library.module.css";

const TONES: Record<TemplateStatus, Tone> = { active: "good", draft: "quiet", archived: "attention" };

export function TemplateState({ status }: { status: TemplateStatus }) {
  const { t } = useTranslation("template-library");
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}

/** The languages that the mail exists in; each leads to its own text. */
export function Languages({ template, home }: { template: Template; home: string }) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  return (
    <span className={classes.languages}>
      {template.variants.map((variant) =>
        variant.id === template.id ? (
          <span key={variant.id} className={classes.tag} data-current title={LOCALE_NAMES[variant.locale]}>
            {variant.locale.toUpperCase()}
          </span>
        ) : (
          <Link
            key={variant.id}
            className={classes.tag}
            to={path(`${home}/${variant.id}`)}
            aria-label={t("languages.open", {
              name: variant.name,
              language: LOCALE_NAMES[variant.locale],
              state: t(variant.is_active ? "status.active" : "status.draft"),
            })}
          >
            {variant.locale.toUpperCase()}
          </Link>
        ),
      )}
    </span>
  );
}

/** Why the organisation may not have a mail of this type of its own. */
export function LockNote({ reason }: { reason: string }) {
  const { t } = useTranslation("template-library");
  return (
    <div className={classes.lock} role="note">
      <IconLock size={14} aria-hidden />
      <span>{reason ? t("lock.reason", { reason }) : t("lock.plain")}</span>
    </div>
  );
}
