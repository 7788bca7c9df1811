import { Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ComparedLine } from "@/lib/api-types-ai";
import classes from "./usage.module.css";

type ComparedProps = {
  lines: ComparedLine[];
  day: (day: string) => string;
  number: (value: number) => string;
};

export function Compared({ lines, day, number }: ComparedProps) {
  const { t } = useTranslation("ai-usage");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className={classes.wideTable} tabIndex={0} aria-label={t("compare.title")}>
      <Table aria-label={t("compare.title")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("compare.day")}</Table.Th>
            <Table.Th>{t("calls.model")}</Table.Th>
            <Table.Th ta="right">{t("compare.ours")}</Table.Th>
            <Table.Th ta="right">{t("compare.theirs")}</Table.Th>
            <Table.Th ta="right">{t("compare.difference")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={`${line.date}/${line.model}`}>
              <Table.Td>{day(line.date)}</Table.Td>
              <Table.Td className="fd-break">
                {line.model}
                {line.names.length > 0 && (
                  <Text size="xs" c="dimmed">
                    {line.names.join(", ")}
                  </Text>
                )}
              </Table.Td>
              <Table.Td ta="right" className="fd-tabular">
                {number(line.ours.tokens)}
              </Table.Td>
              <Table.Td ta="right" className="fd-tabular">
                {number(line.theirs.tokens)}
              </Table.Td>
              <Table.Td ta="right" className="fd-tabular" c={line.difference === 0 ? undefined : "red"}>
                {line.difference > 0 ? "+" : ""}
                {number(line.difference)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
