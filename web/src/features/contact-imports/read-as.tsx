import { Group, Select, Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Delimiter, Dialect, Encoding, ImportPreview } from "./queries";

type ReadAsProps = { preview: ImportPreview; dialect: Dialect; onChange: (dialect: Dialect) => void };

/** How the file is read, where the guess was wrong. */
export function ReadAs({ preview, dialect, onChange }: ReadAsProps) {
  const { t } = useTranslation("imports");
  return (
    <Group gap="md" align="flex-end">
      <Select
        label={t("read_as.delimiter")}
        allowDeselect={false}
        w={150}
        data={[
          { value: ",", label: t("read_as.comma") },
          { value: ";", label: t("read_as.semicolon") },
          { value: "\t", label: t("read_as.tab") },
          { value: "|", label: t("read_as.bar") },
        ]}
        value={preview.dialect.delimiter}
        onChange={(value) => onChange({ ...dialect, delimiter: (value ?? ",") as Delimiter })}
      />
      <Select
        label={t("read_as.encoding")}
        allowDeselect={false}
        w={190}
        data={[
          { value: "utf-8", label: "UTF-8" },
          { value: "cp1252", label: t("read_as.western") },
        ]}
        value={preview.dialect.encoding}
        onChange={(value) => onChange({ ...dialect, encoding: (value ?? "utf-8") as Encoding })}
      />
      <Switch
        label={t("read_as.header")}
        checked={preview.dialect.has_header}
        onChange={(event) => onChange({ ...dialect, has_header: event.currentTarget.checked })}
      />
    </Group>
  );
}
