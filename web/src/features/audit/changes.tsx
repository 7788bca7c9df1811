import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

function show(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The fields that changed; `[before, after]` pairs are written as a step. */
export function Changes({ changes }: { changes: Record<string, unknown> }) {
  const { t } = useTranslation("audit");
  const entries = Object.entries(changes);
  if (entries.length === 0) return null;
  return (
    <div>
      {entries.map(([field, value]) => (
        <Text key={field} size="xs" c="dimmed" className="fd-break" maw={460}>
          {field}:{" "}
          {Array.isArray(value) && value.length === 2
            ? t("change", { before: show(value[0]), after: show(value[1]) })
            : show(value)}
        </Text>
      ))}
    </div>
  );
}
