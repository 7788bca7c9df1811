import { Alert, Button, Group, List, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError } from "@/ui/form/submit";
import { PagePending } from "@/ui/page/page-pending";
import { Surface } from "@/ui/surface/surface";
import { type Choices, ImportOptionsForm, toOptions } from "./import-options";
import { MappingTable } from "./mapping-table";
import {
  type Column,
  type ContactImport,
  cancelImport,
  type Dialect,
  type ImportPreview,
  KEY,
  previewQuery,
  startImport,
} from "./queries";
import { ReadAs } from "./read-as";
import { useServerWords } from "./server-words";

export function ImportSetup({ found }: { found: ContactImport }) {
  const [dialect, setDialect] = useState<Dialect>({});
  const preview = useQuery(previewQuery(found.id, dialect));
  if (preview.isPending) return <PagePending />;
  if (!preview.data) return <ErrorState error={preview.error} onRetry={() => preview.refetch()} />;
  return (
    <Setup
      key={JSON.stringify(dialect)}
      found={found}
      preview={preview.data}
      dialect={dialect}
      onDialect={setDialect}
    />
  );
}

type SetupProps = {
  found: ContactImport;
  preview: ImportPreview;
  dialect: Dialect;
  onDialect: (dialect: Dialect) => void;
};

function Setup({ found, preview, dialect, onDialect }: SetupProps) {
  const { t } = useTranslation("imports");
  const client = useQueryClient();
  const [mapping, setMapping] = useState<Column[]>(preview.columns as Column[]);
  const [choices, setChoices] = useState<Choices>({
    update_existing: "fill",
    list_id: null,
    double_opt_in: true,
    consent: "",
  });
  const refresh = () => client.invalidateQueries({ queryKey: KEY });
  const start = useMutation({
    mutationFn: () =>
      startImport(found.id, { mapping, dialect, list_id: choices.list_id, options: toOptions(choices) }),
    onSuccess: refresh,
  });
  const cancel = useMutation({ mutationFn: () => cancelImport(found.id), onSuccess: refresh });
  const say = useServerWords();
  const hasAddress = mapping.some((column) => column.to === "email");
  return (
    <Stack gap="lg">
      <Surface title={t("mapping.title")} description={t("mapping.text")}>
        <Stack gap="md">
          <ReadAs preview={preview} dialect={dialect} onChange={onDialect} />
          <MappingTable preview={preview} mapping={mapping} onChange={setMapping} />
          {!hasAddress && (
            <Alert color="brass" variant="light" icon={<IconAlertTriangle size={18} />}>
              {t("mapping.no_address")}
            </Alert>
          )}
          {preview.problems.length > 0 && (
            <Alert
              color="brass"
              variant="light"
              icon={<IconAlertTriangle size={18} />}
              title={t("problems.title")}
            >
              <List size="sm">
                {preview.problems.slice(0, 5).map((problem) => (
                  <List.Item key={`${problem.row}${problem.reason}`}>
                    {t("problems.row", { row: problem.row, reason: say(problem.reason) })}
                  </List.Item>
                ))}
              </List>
            </Alert>
          )}
        </Stack>
      </Surface>
      <Surface title={t("options.title")}>
        <ImportOptionsForm choices={choices} onChange={setChoices} />
      </Surface>
      <FormError error={start.error ?? cancel.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {t("discard")}
        </Button>
        <Button disabled={!hasAddress} loading={start.isPending} onClick={() => start.mutate()}>
          {t("start")}
        </Button>
      </Group>
    </Stack>
  );
}
