import { Group, Select, Table, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type Column, type ImportPreview, TARGETS, TYPES } from "./queries";

const OWN = "fields.";

type MappingTableProps = {
  preview: ImportPreview;
  mapping: Column[];
  onChange: (mapping: Column[]) => void;
};

/** Each column of the file with what stands in it, and what it is to become. */
export function MappingTable({ preview, mapping, onChange }: MappingTableProps) {
  const { t } = useTranslation("imports");
  const set = (changed: Column) =>
    onChange(mapping.map((column) => (column.column === changed.column ? changed : column)));
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table aria-label={t("mapping.title")} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("mapping.column")}</Table.Th>
            <Table.Th>{t("mapping.examples")}</Table.Th>
            <Table.Th>{t("mapping.becomes")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {mapping.map((column) => (
            <Table.Tr key={column.column}>
              <Table.Td>
                {preview.header[column.column] || `${t("mapping.column")} ${column.column + 1}`}
              </Table.Td>
              <Table.Td maw={260}>
                <Text size="sm" c="dimmed" truncate>
                  {preview.rows
                    .map((row) => row[column.column])
                    .filter(Boolean)
                    .slice(0, 3)
                    .join(" · ")}
                </Text>
              </Table.Td>
              <Table.Td>
                <Target
                  column={column}
                  name={preview.header[column.column] || String(column.column + 1)}
                  onChange={set}
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Target({
  column,
  name,
  onChange,
}: {
  column: Column;
  name: string;
  onChange: (column: Column) => void;
}) {
  const { t } = useTranslation("imports");
  const isOwn = column.to.startsWith(OWN);
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const suggested = `${OWN}${/^[a-z]/.test(slug) ? slug : `field_${slug}`}`.slice(0, 60);
  return (
    <Group gap={6} wrap="nowrap">
      <Select
        aria-label={t("mapping.becomes_of", { name })}
        allowDeselect={false}
        w={190}
        data={[
          { value: "", label: t("target.none") },
          ...TARGETS.map((value) => ({ value, label: t(`target.${value}`) })),
          { value: OWN, label: t("target.own") },
        ]}
        value={isOwn ? OWN : column.to}
        onChange={(to) => onChange({ ...column, to: to === OWN ? suggested : (to ?? "") })}
      />
      {isOwn && (
        <>
          <TextInput
            aria-label={t("mapping.field_of", { name })}
            w={150}
            value={column.to.slice(OWN.length)}
            onChange={(event) => onChange({ ...column, to: `${OWN}${event.currentTarget.value}` })}
          />
          <Select
            aria-label={t("mapping.type_of", { name })}
            allowDeselect={false}
            w={120}
            data={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))}
            value={column.type ?? "text"}
            onChange={(type) => onChange({ ...column, type: (type ?? "text") as Column["type"] })}
          />
        </>
      )}
    </Group>
  );
}
