import { Checkbox, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { usePath } from "@/lib/paths";
import { Time } from "@/ui/time/time";
import type { Scope } from "../queries";
import { CardMenu } from "./card-menu";
import { Languages, LockNote, TemplateState } from "./facts";
import classes from "./library.module.css";
import { Tag } from "./tag";
import { TemplateThumbnail } from "./template-thumbnail";
import { useUsageText } from "./usage";
import { useLock } from "./use-lock";
import type { Selection } from "./use-selection";

type TemplateCardProps = { template: Template; home: string; scope: Scope; selection: Selection };

export function TemplateCard({ template, home, scope, selection }: TemplateCardProps) {
  const { t } = useTranslation("template-library");
  const path = usePath();
  const usage = useUsageText();
  const lock = useLock(template, scope);
  const isDefault = scope === "organization" && template.organization_id === null;
  return (
    <article className={classes.card} data-chosen={selection.has(template.id) || undefined}>
      <div className={classes.picture}>
        <TemplateThumbnail template={template} />
      </div>
      <Checkbox
        className={classes.pick}
        aria-label={t("select.one", { name: template.name })}
        checked={selection.has(template.id)}
        onChange={() => selection.toggle(template.id)}
      />
      <div className={classes.words}>
        <div className={classes.top}>
          <div className="fd-break">
            <Text size="xs" c="dimmed" fw={560}>
              {t(`templates:type.${template.type}`)}
            </Text>
            <Title order={2} className={classes.name}>
              <Link className={classes.link} to={path(`${home}/${template.id}`)}>
                {template.name}
              </Link>
            </Title>
          </div>
          <div className={classes.menu}>
            <CardMenu template={template} home={home} scope={scope} />
          </div>
        </div>
        <Text size="sm" className={classes.subject} title={template.subject}>
          {template.subject || t("card.no_subject")}
        </Text>
        <div className={classes.tags}>
          <TemplateState status={template.status} />
          <Languages template={template} home={home} />
          {isDefault && <Tag>{t("card.global")}</Tag>}
          {template.is_default && <Tag>{t("card.default")}</Tag>}
        </div>
        {lock && <LockNote reason={lock.reason} />}
        <div className={classes.foot}>
          <span>{usage(template)}</span>
          <span>
            <Time at={template.updated_at} />
            {template.created_by && ` · ${template.created_by.full_name}`}
          </span>
        </div>
      </div>
    </article>
  );
}
