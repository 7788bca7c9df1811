import { Button, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Counts } from "@/lib/api-types-library";
import { formatNumber, formatPercent } from "@/lib/format";
import { Surface } from "@/ui/surface/surface";
import classes from "./analytics.module.css";
import { FIGURES, isReported } from "./rates";

type Row = Counts & { key: string; label: string; onChoose: () => void };

/** The same figures for each version or language; a name narrows the whole report to it. */
export function Breakdown({ title, rows }: { title: string; rows: Row[] }) {
  const { t, i18n } = useTranslation("template-analytics");
  return (
    <Surface title={title} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={title}>
        <Table aria-label={title} miw={640} horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("breakdown.name")}</Table.Th>
              {FIGURES.map(([key]) => (
                <Table.Th key={key} ta="right">
                  {t(`count.${key}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.key}>
                <Table.Td>
                  <Button
                    variant="transparent"
                    size="compact-sm"
                    px={0}
                    fw={520}
                    aria-label={t("only.show", { name: row.label })}
                    onClick={row.onChoose}
                  >
                    {row.label}
                  </Button>
                </Table.Td>
                {FIGURES.map(([key, share]) => {
                  const rate = share && row[share];
                  return (
                    <Table.Td key={key} ta="right" className="fd-tabular">
                      {isReported(key, row) ? formatNumber(row[key], i18n.language) : "–"}
                      {rate !== null && (
                        <Text span size="xs" c="dimmed" display="block">
                          {formatPercent(rate, i18n.language)}
                        </Text>
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Surface>
  );
}
