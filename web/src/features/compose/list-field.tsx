import { ActionIcon, Button, Group, Input, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./compose.module.css";
import { columnsOf, type Row, readJson, rowsOf, typedLike, withCell } from "./rows";

type ListFieldProps = {
  label: string;
  withAsterisk: boolean;
  description: string | undefined;
  error: string | undefined;
  sample: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** A list as rows where its sample says which columns they have; anything else as JSON. */
export function ListField(props: ListFieldProps) {
  const columns = columnsOf(props.sample);
  const rows = rowsOf(props.value);
  if (columns && rows) return <Rows {...props} columns={columns} rows={rows} />;
  return <Json {...props} />;
}

type RowsProps = ListFieldProps & { columns: Row; rows: Row[] };

function Rows({ label, withAsterisk, description, error, columns, rows, onChange }: RowsProps) {
  const { t } = useTranslation("compose");
  const names = Object.keys(columns);
  const wordFor = (name: string) => t(`values.column.${name}`, { defaultValue: name });
  const put = (at: number, name: string, typed: string) =>
    onChange(
      rows.map((row, number) => (number === at ? withCell(row, name, typedLike(typed, columns[name])) : row)),
    );
  return (
    <Input.Wrapper
      component="fieldset"
      className={classes.rows}
      label={label}
      labelElement="div"
      withAsterisk={withAsterisk}
      description={description}
      error={error}
      aria-label={label}
    >
      <Stack gap="xs" mt={4}>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own, and are only added at the end
          <Group key={at} gap="xs" wrap="nowrap" align="end">
            {names.map((name) => (
              <TextInput
                key={name}
                className={classes.cell}
                size="xs"
                label={at === 0 ? wordFor(name) : undefined}
                aria-label={t("values.cell", { name: wordFor(name), number: at + 1 })}
                placeholder={at === 0 ? String(columns[name]) : undefined}
                value={String(row[name] ?? "")}
                onChange={(event) => put(at, name, event.currentTarget.value)}
              />
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("values.remove_row", { number: at + 1 })}
              onClick={() => onChange(rows.filter((_, number) => number !== at))}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => onChange([...rows, {}])}
          >
            {t("values.add_row")}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  );
}

/** What cannot be read stays in the field and changes nothing. */
function Json({ value, sample, onChange, error, ...common }: ListFieldProps) {
  const { t } = useTranslation("compose");
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null || typed.trim() === "" ? null : readJson(typed);
  const broken = read && "line" in read ? t("values.broken", { line: read.line }) : undefined;
  const shown = value === undefined || value === null || value === "" ? "" : JSON.stringify(value, null, 2);
  return (
    <Textarea
      {...common}
      classNames={{ input: classes.json }}
      autosize
      minRows={3}
      maxRows={12}
      spellCheck={false}
      placeholder={JSON.stringify(sample, null, 2)}
      error={broken ?? error}
      value={typed ?? shown}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const now = readJson(text);
        if (text.trim() === "") onChange("");
        else if ("value" in now) onChange(now.value);
      }}
    />
  );
}
