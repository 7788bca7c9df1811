import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ReportRow } from "@/lib/api-types-mail-settings";
import { formatNumber } from "@/lib/format";
import { Surface } from "@/ui/surface/surface";
import { Percent } from "./rate-card";
import { useDuration } from "./use-duration";

type Row = ReportRow & { key: string; label: string };
type ReportTableProps = { title: string; text: string; rows: Row[] };

/** The same figures for each of several, the one with the most mail first. */
export function ReportTable({ title, text, rows }: ReportTableProps) {
  const { t, i18n } = useTranslation("deliverability");
  const duration = useDuration();
  const number = (value: number) => formatNumber(value, i18n.language);
  return (
    <Surface title={title} description={text} flush>
      <Table.ScrollContainer
        minWidth={640}
        scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": title, role: "group" } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("column.name")}</Table.Th>
              <Table.Th ta="right">{t("count.sent")}</Table.Th>
              <Table.Th ta="right">{t("count.delivered")}</Table.Th>
              <Table.Th ta="right">{t("rate.bounce")}</Table.Th>
              <Table.Th ta="right">{t("rate.complaint")}</Table.Th>
              <Table.Th ta="right">{t("count.deferred")}</Table.Th>
              <Table.Th ta="right">{t("count.median")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="fd-tabular">
            {rows.map((row) => (
              <Table.Tr key={row.key}>
                <Table.Th scope="row" fw={500}>
                  {row.label}
                </Table.Th>
                <Table.Td ta="right">{number(row.sent)}</Table.Td>
                <Table.Td ta="right">{number(row.delivered)}</Table.Td>
                <Table.Td ta="right">
                  <Percent percent={row.bounce_rate.percent} />
                </Table.Td>
                <Table.Td ta="right">
                  <Percent percent={row.complaint_rate.percent} />
                </Table.Td>
                <Table.Td ta="right">{number(row.deferred)}</Table.Td>
                <Table.Td ta="right">{duration(row.median_seconds)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Surface>
  );
}
