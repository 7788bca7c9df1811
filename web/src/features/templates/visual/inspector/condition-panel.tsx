import { Autocomplete, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import {
  type Clause,
  isTagText,
  needsValue,
  OPERATORS,
  type Operator,
  readClause,
  writeClause,
} from "../logic";
import type { Branch, Condition } from "../model";
import classes from "../visual.module.css";

/** When each branch of a condition is shown. */
export function ConditionPanel({ node }: { node: Condition }) {
  const { t } = useTranslation("template-visual");
  const { actions, readOnly } = useSurroundings();
  const setBranches = (change: (branches: readonly Branch[]) => readonly Branch[]) =>
    actions.change(node.id, (now) =>
      now.kind === "condition" ? { ...now, branches: change(now.branches) } : now,
    );
  const hasElse = node.branches.some(({ tag }) => tag === "else");
  const isCase = node.branches[0]?.tag.startsWith("case") ?? false;
  const add = (tag: string) =>
    setBranches((branches) => {
      const at = tag === "else" ? branches.length : branches.length - (hasElse ? 1 : 0);
      return [...branches.slice(0, at), { tag, children: [] }, ...branches.slice(at)];
    });
  return (
    <>
      {node.branches.map((branch, at) => (
        <BranchEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a branch is known by its place
          key={at}
          branch={branch}
          onTag={(tag) =>
            setBranches((branches) => branches.map((each, index) => (index === at ? { ...each, tag } : each)))
          }
          onRemove={
            at > 0 ? () => setBranches((branches) => branches.filter((_, index) => index !== at)) : null
          }
        />
      ))}
      {!readOnly && (
        <Group gap="xs">
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={13} aria-hidden />}
            onClick={() => add(isCase ? 'when "value"' : "elsif name != blank")}
          >
            {t("condition.add_elsif")}
          </Button>
          {!hasElse && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconPlus size={13} aria-hidden />}
              onClick={() => add("else")}
            >
              {t("condition.add_else")}
            </Button>
          )}
          <Button size="compact-xs" variant="default" onClick={() => actions.unwrap(node.id)}>
            {t("bar.unwrap")}
          </Button>
        </Group>
      )}
    </>
  );
}

type BranchEditorProps = { branch: Branch; onTag: (tag: string) => void; onRemove: (() => void) | null };

function BranchEditor({ branch, onTag, onRemove }: BranchEditorProps) {
  const { t } = useTranslation("template-visual");
  const { words, readOnly } = useSurroundings();
  const clause = readClause(branch.tag);
  return (
    <section className={classes.group} aria-label={words.tag(branch.tag)}>
      <h4 className={classes.groupName}>{words.tag(branch.tag)}</h4>
      {branch.tag !== "else" && (
        <Stack gap={6}>
          {clause && <ClauseEditor clause={clause} onChange={(next) => onTag(writeClause(next))} />}
          <RawTag value={branch.tag} onChange={onTag} />
        </Stack>
      )}
      {onRemove && !readOnly && (
        <Button
          mt={6}
          size="compact-xs"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={13} aria-hidden />}
          onClick={onRemove}
        >
          {t("condition.remove")}
        </Button>
      )}
    </section>
  );
}

function ClauseEditor({ clause, onChange }: { clause: Clause; onChange: (clause: Clause) => void }) {
  const { t } = useTranslation("template-visual");
  const { samples, readOnly } = useSurroundings();
  const all = { size: "xs" as const, disabled: readOnly };
  return (
    <>
      <Autocomplete
        {...all}
        label={t("condition.placeholder")}
        comboboxProps={{ withinPortal: true }}
        data={[...samples.keys()]}
        value={clause.name}
        onChange={(name) => /^[\w.[\]-]+$/.test(name) && onChange({ ...clause, name })}
      />
      <Select
        {...all}
        label={t("condition.operator")}
        value={clause.operator}
        data={OPERATORS.map((operator) => ({ value: operator, label: t(`operator.${operator}`) }))}
        onChange={(operator) => operator && onChange({ ...clause, operator: operator as Operator })}
      />
      {needsValue(clause.operator) && (
        <TextInput
          {...all}
          label={t("condition.value")}
          value={clause.value}
          onChange={(event) => {
            const value = event.currentTarget.value;
            if (!/[%{}]/.test(value)) onChange({ ...clause, value });
          }}
        />
      )}
    </>
  );
}

/** The tag as it is written, for what the fields above cannot say. */
export function RawTag({ value, onChange }: { value: string; onChange: (tag: string) => void }) {
  const { t } = useTranslation("template-visual");
  const { readOnly } = useSurroundings();
  const [typed, setTyped] = useState<string | null>(null);
  const keyword = /^\w+/.exec(value)?.[0] ?? "if";
  const shown = typed ?? value.slice(keyword.length).trim();
  const isFine = isTagText(shown);
  return (
    <TextInput
      size="xs"
      label={t("condition.raw", { keyword })}
      classNames={{ input: classes.codeInput }}
      readOnly={readOnly}
      value={shown}
      error={!isFine && t("condition.raw_wrong")}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (isTagText(text)) onChange(`${keyword} ${text.trim()}`);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
