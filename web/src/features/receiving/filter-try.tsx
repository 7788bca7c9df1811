import { Button, Group, Select, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailFilterInput } from "@/lib/api-types-inbox";
import { FormError } from "@/ui/form/submit";
import { recentQuery, testFilters } from "./queries";

/** Tries the filter, as it stands in the form, on a mail that arrived. Nothing is changed or counted. */
export function FilterTry({ draft }: { draft: MailFilterInput }) {
  const { t } = useTranslation("receiving");
  const recent = useQuery(recentQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const trial = useMutation({
    // It may have no name yet, which does not matter to what it catches.
    mutationFn: (received_id: string) =>
      testFilters({
        received_id,
        draft: { ...draft, name: draft.name || "draft", value: draft.value || "draft" },
      }),
  });
  if (!recent.data?.length) return null;
  return (
    <div>
      <Group gap="xs" align="flex-end">
        <Select
          label={t("try.label")}
          placeholder={t("try.choose")}
          searchable
          style={{ flex: "1 1 18rem" }}
          value={chosen}
          onChange={(value) => {
            setChosen(value);
            trial.reset();
          }}
          data={recent.data.map(({ id, subject, from_address }) => ({
            value: id,
            label: `${subject || t("inbox:no_subject")} · ${from_address}`,
          }))}
        />
        <Button
          variant="default"
          leftSection={<IconFlask size={16} aria-hidden />}
          disabled={!chosen}
          loading={trial.isPending}
          onClick={() => chosen && trial.mutate(chosen)}
        >
          {t("try.action")}
        </Button>
      </Group>
      {trial.data && (
        <Text size="sm" mt="xs" role="status">
          {trial.data.caught.length > 0 ? t("try.caught") : t("try.passed")}
        </Text>
      )}
      <FormError error={trial.error} />
    </div>
  );
}
