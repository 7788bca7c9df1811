import { Button, Group, Stack, Text } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";

import { EmptyState } from "@/ui/empty-state/empty-state";
import { type Column, DataTable } from "@/ui/list/data-table";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { DropFile } from "./drop-file";
import { ImportStateBadge } from "./import-state-badge";
import { type ContactImport, importsQuery } from "./queries";

export function ImportsPage() {
  const { t } = useTranslation("imports");
  const path = usePath();
  const imports = useInfiniteQuery(importsQuery);
  const download = (
    <Button
      component="a"
      href="/api/contacts/export"
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {t("export")}
    </Button>
  );
  return (
    <Page title={t("title")} description={t("text")} actions={download}>
      <SectionTabs section="audience" current="imports" />
      <Stack gap="lg">
        <DropFile />
        <Surface flush title={t("past")}>
          <DataTable
            label={t("past")}
            query={imports}
            columns={useColumns()}
            rowKey={(one) => one.id}
            rowLink={(one) => path(`/admin/contacts/imports/${one.id}`)}
            empty={
              <EmptyState icon={IconFileSpreadsheet} title={t("empty.title")}>
                {t("empty.text")}
              </EmptyState>
            }
          />
        </Surface>
      </Stack>
    </Page>
  );
}

function useColumns(): Column<ContactImport>[] {
  const { t, i18n } = useTranslation("imports");
  const number = (value: number) => formatNumber(value, i18n.language);
  return [
    {
      key: "file",
      header: t("file"),
      render: (one) => (
        <Text size="sm" fw={560} className="fd-break">
          {one.filename}
        </Text>
      ),
    },
    {
      key: "state",
      header: t("state.label"),
      render: (one) => (
        <Group gap={6}>
          <ImportStateBadge state={one.state} />
        </Group>
      ),
    },
    { key: "added", header: t("result.added"), align: "right", render: (one) => number(one.added) },
    {
      key: "bad",
      header: t("result.bad"),
      align: "right",
      secondary: true,
      render: (one) => number(one.bad),
    },
    { key: "when", header: t("uploaded_at"), render: (one) => <Time at={one.created_at} /> },
  ];
}
