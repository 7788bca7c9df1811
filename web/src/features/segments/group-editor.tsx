import { ActionIcon, Button, Group as Row, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ConditionRow } from "./condition-row";
import {
  type Condition,
  emptyGroup,
  type FilterFields,
  type Group,
  isGroup,
  MATCHES,
  MAX_DEPTH,
  type Match,
  newCondition,
} from "./filter";
import classes from "./segments.module.css";

type GroupEditorProps = {
  group: Group;
  fields: FilterFields;
  onChange: (group: Group) => void;
  onRemove?: () => void;
  depth?: number;
};

/** Conditions under one heading, and groups of them within. */
export function GroupEditor({ group, fields, onChange, onRemove, depth = 1 }: GroupEditorProps) {
  const { t } = useTranslation("segments");
  const replace = (index: number, part: Condition | Group) =>
    onChange({ ...group, conditions: group.conditions.map((each, at) => (at === index ? part : each)) });
  const remove = (index: number) =>
    onChange({ ...group, conditions: group.conditions.filter((_, at) => at !== index) });
  const add = (part: Condition | Group) => onChange({ ...group, conditions: [...group.conditions, part] });
  return (
    <fieldset className={classes.group} aria-label={t("group_label")}>
      <Stack gap="sm">
        <Row gap="xs">
          <Select
            aria-label={t("match_label")}
            allowDeselect={false}
            w={{ base: 230, xs: 260 }}
            data={MATCHES.map((value) => ({ value, label: t(`match.${value}`) }))}
            value={group.match}
            onChange={(match) => match && onChange({ ...group, match: match as Match })}
          />
          {onRemove && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("remove_group")}
              onClick={onRemove}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Row>
        {group.conditions.length === 0 && (
          <Text size="sm" c="dimmed">
            {depth === 1 ? t("everybody") : t("empty_group")}
          </Text>
        )}
        {group.conditions.map((part, index) => {
          const shared = { fields, onRemove: () => remove(index) };
          return isGroup(part) ? (
            <GroupEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
              key={index}
              {...shared}
              group={part}
              depth={depth + 1}
              onChange={(next) => replace(index, next)}
            />
          ) : (
            <ConditionRow
              // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
              key={index}
              {...shared}
              condition={part}
              onChange={(next) => replace(index, next)}
            />
          );
        })}
        <Row gap="xs">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => add(newCondition(fields, "email", undefined, "contains"))}
          >
            {t("add_condition")}
          </Button>
          {depth < MAX_DEPTH && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => add({ ...emptyGroup(), match: "any" })}
            >
              {t("add_group")}
            </Button>
          )}
        </Row>
      </Stack>
    </fieldset>
  );
}
