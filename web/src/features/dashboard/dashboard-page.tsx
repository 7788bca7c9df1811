import { Anchor, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { IconHistory, IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AuditEntry, Dashboard, MailSummary } from "@/lib/api-types";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { Page } from "@/ui/page/page";
import { MailStatusBadge } from "@/ui/status-badge/mail-status-badge";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { Counts } from "./counts";
import classes from "./dashboard.module.css";
import { NextSteps } from "./next-steps";
import { dashboardQuery } from "./queries";

export function DashboardPage() {
  const { t } = useTranslation("dashboard");
  const me = useMe();
  const dashboard = useQuery(dashboardQuery);
  const first = me.profile?.full_name.split(" ")[0] ?? "";
  return (
    <Page title={t("title", { name: first })} description={t("text")}>
      {dashboard.isPending && <DashboardSkeleton />}
      {dashboard.isError && !dashboard.data && (
        <ErrorState error={dashboard.error} onRetry={() => dashboard.refetch()} />
      )}
      {dashboard.data && <Filled data={dashboard.data} />}
    </Page>
  );
}

function Filled({ data }: { data: Dashboard }) {
  return (
    <Stack gap="lg">
      <NextSteps steps={data.next_steps} />
      <Counts counts={data.counts} />
      <div className={classes.columns}>
        <RecentMail items={data.recent_mail} />
        <RecentAudit items={data.recent_audit} />
      </div>
    </Stack>
  );
}

function RecentMail({ items }: { items: MailSummary[] }) {
  const { t } = useTranslation("dashboard");
  const path = usePath();
  return (
    <Surface
      flush
      title={t("mail.title")}
      actions={
        items.length > 0 && (
          <Anchor component={Link} to={path("/admin/mail")} size="sm">
            {t("mail.all")}
          </Anchor>
        )
      }
    >
      {items.length === 0 ? (
        <EmptyState icon={IconMail} title={t("mail.empty")}>
          {t("mail.empty_text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {items.map((mail) => (
            <li key={mail.id} className={classes.row}>
              <div className={classes.words}>
                <Text size="sm" fw={560} truncate>
                  {mail.subject}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {mail.direction === "out" ? mail.to_address : mail.from_address} ·{" "}
                  <Time at={mail.created_at} />
                </Text>
              </div>
              <MailStatusBadge status={mail.status} />
            </li>
          ))}
        </ul>
      )}
    </Surface>
  );
}

function RecentAudit({ items }: { items: AuditEntry[] }) {
  const { t } = useTranslation("dashboard");
  return (
    <Surface flush title={t("audit.title")}>
      {items.length === 0 ? (
        <EmptyState icon={IconHistory} title={t("audit.empty")}>
          {t("audit.empty_text")}
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {items.map((entry) => (
            <li key={entry.id} className={classes.row}>
              <div className={classes.words}>
                <Text size="sm" truncate>
                  <span className={classes.action} title={entry.action}>
                    {t(`audit:actions.${entry.action}`, { defaultValue: entry.action })}
                  </span>{" "}
                  {entry.object_label}
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {entry.actor?.full_name ?? t("audit.system")} · <Time at={entry.created_at} />
                </Text>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Surface>
  );
}

function DashboardSkeleton() {
  return (
    <Stack gap="lg" aria-busy="true">
      <Skeleton height={190} radius="lg" />
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} height={92} radius="lg" />
        ))}
      </SimpleGrid>
      <Skeleton height={260} radius="lg" />
    </Stack>
  );
}
