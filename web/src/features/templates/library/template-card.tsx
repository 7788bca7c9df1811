import { Text, Title } from "@mantine/core";
import { IconPencil, IconSend } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Template } from "@/lib/api-types-mail";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Time } from "@/ui/time/time";
import type { Scope } from "../queries";
import { CardMenu } from "./card-menu";
import classes from "./library.module.css";
import { Tag } from "./tag";

type TemplateCardProps = { template: Template; home: string; scope: Scope };

export function TemplateCard({ template, home, scope }: TemplateCardProps) {
  const { t, i18n } = useTranslation("templates");
  const path = usePath();
  return (
    <article className={classes.card} data-active={template.is_active || undefined}>
      <div className={classes.top}>
        <div className="fd-break">
          <Text size="xs" c="dimmed" fw={560}>
            {t(`type.${template.type}`)}
          </Text>
          <Title order={2} className={classes.name}>
            <Link className={classes.link} to={path(`${home}/${template.id}`)}>
              {template.name}
            </Link>
          </Title>
        </div>
        <div className={classes.menu}>
          <CardMenu template={template} home={home} />
        </div>
      </div>
      <Text size="sm" className={classes.subject} title={template.subject}>
        {template.subject || t("card.no_subject")}
      </Text>
      <div className={classes.tags}>
        <StatusBadge tone={template.is_active ? "good" : "quiet"}>
          {t(template.is_active ? "status.active" : "status.draft")}
        </StatusBadge>
        <Tag>{template.locale.toUpperCase()}</Tag>
        {scope === "organization" && <Tag>{t(template.organization_id ? "card.own" : "card.global")}</Tag>}
        {template.is_default && <Tag>{t("card.default")}</Tag>}
      </div>
      <div className={classes.foot}>
        <span>
          <IconPencil size={14} aria-hidden /> <Time at={template.updated_at} />
        </span>
        <span>
          <IconSend size={14} aria-hidden />{" "}
          {t("card.sent", {
            count: template.stats.sent,
            number: formatNumber(template.stats.sent, i18n.language),
          })}
        </span>
      </div>
    </article>
  );
}
