import { Alert, Button, FileInput, Group, Modal, Select, Stack, Table, Text } from "@mantine/core";
import { IconCircleCheck, IconFileText } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/ui/form/submit";
import { importSuppressions, REASONS_BY_HAND, type ReasonByHand, type SuppressionImport } from "./queries";

type ImportDialogProps = { opened: boolean; onClose: () => void; onDone: () => Promise<unknown> };

export function ImportDialog({ opened, onClose, onDone }: ImportDialogProps) {
  const { t } = useTranslation("suppressions");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("import.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ImportForm onClose={onClose} onDone={onDone} />
    </Modal>
  );
}

function ImportForm({ onClose, onDone }: Omit<ImportDialogProps, "opened">) {
  const { t } = useTranslation("suppressions");
  const [file, setFile] = useState<File | null>(null);
  const [reason, setReason] = useState<ReasonByHand>("manual");
  const mutation = useMutation({
    mutationFn: (chosen: File) => importSuppressions(chosen, reason),
    onSuccess: onDone,
  });
  if (mutation.data) return <Outcome result={mutation.data} onClose={onClose} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("import.text")}</Text>
      <FileInput
        label={t("import.file")}
        placeholder={t("import.choose")}
        accept=".csv,.txt,text/csv,text/plain"
        leftSection={<IconFileText size={16} aria-hidden />}
        value={file}
        onChange={setFile}
        clearable
        clearButtonProps={{ "aria-label": t("import.clear") }}
      />
      <Select
        label={t("import.reason")}
        description={t(`effect.${reason}`)}
        allowDeselect={false}
        value={reason}
        onChange={(value) => setReason((value as ReasonByHand | null) ?? "manual")}
        data={REASONS_BY_HAND.map((each) => ({ value: each, label: t(`reason.${each}`) }))}
      />
      <FormError error={mutation.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button disabled={!file} loading={mutation.isPending} onClick={() => file && mutation.mutate(file)}>
          {t("import.action")}
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ result, onClose }: { result: SuppressionImport; onClose: () => void }) {
  const { t } = useTranslation("suppressions");
  return (
    <Stack gap="sm">
      <Alert color="teal" variant="light" icon={<IconCircleCheck size={18} />} role="status">
        {t("import.added", { count: result.added })} {t("import.already", { count: result.already })}{" "}
        {result.bad > 0 && t("import.bad", { count: result.bad })}
      </Alert>
      {result.bad_lines.length > 0 && <BadLines result={result} />}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t("common:action.close")}
        </Button>
      </Group>
    </Stack>
  );
}

function BadLines({ result }: { result: SuppressionImport }) {
  const { t } = useTranslation("suppressions");
  return (
    <Table.ScrollContainer minWidth={320} mah={280}>
      <Table aria-label={t("import.bad_lines")}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("import.line")}</Table.Th>
            <Table.Th>{t("import.content")}</Table.Th>
            <Table.Th>{t("import.problem")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {result.bad_lines.map((bad) => (
            <Table.Tr key={bad.line}>
              <Table.Td>{bad.line}</Table.Td>
              <Table.Td className="fd-break">{bad.text}</Table.Td>
              <Table.Td>{bad.message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
