import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EntryChoice, ImportPlan, PlanEntry } from "@/lib/api-types-library";
import { FormError } from "@/ui/form/submit";
import type { Scope } from "../queries";
import classes from "./bundles.module.css";
import { countChosen } from "./choices";
import { Findings } from "./findings";
import { PlanResult } from "./plan-result";
import { importFile } from "./queries";

type PlanReviewProps = {
  file: File;
  plan: ImportPlan;
  scope: Scope;
  onBack: () => void;
  onClose: () => void;
};

/** A file's templates: what is there already, what would be done with each, and then what was. */
export function PlanReview({ file, plan, scope, onBack, onClose }: PlanReviewProps) {
  const { t } = useTranslation("template-bundles");
  const client = useQueryClient();
  const [choices, setChoices] = useState<Record<string, EntryChoice>>(() =>
    Object.fromEntries(plan.items.map(({ entry, choice }) => [entry, choice])),
  );
  const apply = useMutation({
    mutationFn: () => importFile(file, choices),
    onSuccess: () => client.invalidateQueries({ queryKey: ["email-templates"] }),
  });
  if (apply.data) return <PlanResult items={apply.data.items} scope={scope} onClose={onClose} />;
  const count = countChosen(choices);
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t("plan.text", { name: file.name, count: plan.items.length })}
      </Text>
      <div className={classes.plan}>
        <Table aria-label={t("plan.label")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("plan.template")}</Table.Th>
              <Table.Th>{t("plan.there")}</Table.Th>
              <Table.Th w="11rem">{t("plan.choice")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {plan.items.map((item) => (
              <Entry
                key={item.entry}
                item={item}
                choice={choices[item.entry] ?? item.choice}
                onChoice={(choice) => setChoices({ ...choices, [item.entry]: choice })}
              />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <FormError error={apply.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" mr="auto" onClick={onBack}>
          {t("back")}
        </Button>
        <Button disabled={count === 0} loading={apply.isPending} onClick={() => apply.mutate()}>
          {t("plan.apply", { count })}
        </Button>
      </Group>
    </Stack>
  );
}

type EntryProps = { item: PlanEntry; choice: EntryChoice; onChoice: (choice: EntryChoice) => void };

function Entry({ item, choice, onChoice }: EntryProps) {
  const { t } = useTranslation("template-bundles");
  const { conflict, changes, problems } = item;
  const offered = conflict
    ? (["copy", "replace", "skip"] as const).map((value) => ({ value, label: t(`choice.${value}`) }))
    : [
        { value: "copy", label: t("choice.create") },
        { value: "skip", label: t("choice.skip") },
      ];
  return (
    <Table.Tr>
      <Table.Td className={classes.entry}>
        <Text size="sm" fw={560}>
          {item.name}
        </Text>
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {t(`templates:type.${item.type}`)} · {item.locale.toUpperCase()}
          </Text>
          {item.images > 0 && (
            <Text size="xs" c="dimmed" className={classes.count}>
              <IconPhoto size={14} aria-hidden /> {t("plan.images", { count: item.images })}
            </Text>
          )}
        </Group>
        {changes.length + problems.length > 0 && (
          <details className={classes.details} open={problems.some(({ level }) => level === "error")}>
            <summary>{t("plan.found", { changes: changes.length, problems: problems.length })}</summary>
            <Findings changes={changes} problems={problems} />
          </details>
        )}
      </Table.Td>
      <Table.Td className={classes.entry}>
        {conflict ? (
          <Text size="sm">{t("plan.conflict", { name: conflict.name, version: conflict.version })}</Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t("plan.new")}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Select
          aria-label={t("plan.choice_of", { name: item.name })}
          value={choice}
          onChange={(value) => onChoice(value as EntryChoice)}
          data={offered}
        />
      </Table.Td>
    </Table.Tr>
  );
}
