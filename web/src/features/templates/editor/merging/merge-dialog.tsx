import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Draft } from "../draft";
import { type Choice, type Choices, type Conflict, mayTakeBoth, mergeDrafts, settle } from "./merge";
import classes from "./merging.module.css";

type MergeDialogProps = {
  opened: boolean;
  base: Draft;
  mine: Draft;
  theirs: Draft;
  /** The verb of what follows. */
  action: string;
  onClose: () => void;
  onMerged: (merged: Draft) => void;
};

/** Two people's changes of one template made into one; where both changed the same words, a person chooses. */
export function MergeDialog({ opened, onClose, ...rest }: MergeDialogProps) {
  const { t } = useTranslation("template-shell");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="64rem"
      title={t("merge.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {opened && <Merging {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Merging({ base, mine, theirs, action, onClose, onMerged }: Omit<MergeDialogProps, "opened">) {
  const { t } = useTranslation("template-shell");
  const [choices, setChoices] = useState<Choices>({});
  const merge = useMemo(() => mergeDrafts(base, mine, theirs), [base, mine, theirs]);
  const open = merge.conflicts.filter(({ id }) => !choices[id]).length;
  return (
    <Stack gap="md">
      <Text size="sm">
        {t("merge.fields", {
          fields: merge.fields.map(({ field }) => t(`field.${field}`)).join(", "),
        })}
      </Text>
      {merge.conflicts.length === 0 ? (
        <Group gap="xs" role="status">
          <IconCircleCheck size={18} aria-hidden />
          <Text size="sm">{t("merge.clean")}</Text>
        </Group>
      ) : (
        <Text size="sm">{t("merge.conflicts", { count: merge.conflicts.length })}</Text>
      )}
      {merge.conflicts.map((conflict) => (
        <ConflictChoice
          key={conflict.id}
          conflict={conflict}
          choice={choices[conflict.id]}
          onChoose={(choice) => setChoices((now) => ({ ...now, [conflict.id]: choice }))}
        />
      ))}
      <Group justify="flex-end" gap="xs" className={classes.foot}>
        <Text size="sm" c="dimmed" role="status">
          {open > 0 ? t("merge.open", { count: open }) : ""}
        </Text>
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button disabled={open > 0} onClick={() => onMerged(settle(merge, mine, theirs, choices))}>
          {action}
        </Button>
      </Group>
    </Stack>
  );
}

type ConflictChoiceProps = {
  conflict: Conflict;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
};

function ConflictChoice({ conflict, choice, onChoose }: ConflictChoiceProps) {
  const { t } = useTranslation("template-shell");
  const { field, line, mine, theirs } = conflict;
  const place = t(`field.${field}`);
  return (
    <Radio.Group
      className={classes.conflict}
      label={line > 0 ? t("merge.place", { field: place, line }) : place}
      value={choice ?? null}
      onChange={(value) => onChoose(value as Choice)}
    >
      <div className={classes.sides}>
        <Side label={t("merge.theirs")} value="theirs" text={theirs} isChosen={choice === "theirs"} />
        <Side label={t("merge.mine")} value="mine" text={mine} isChosen={choice === "mine"} />
      </div>
      {mayTakeBoth(conflict) && <Radio mt="xs" size="sm" value="both" label={t("merge.both")} />}
    </Radio.Group>
  );
}

type SideProps = { label: string; value: Choice; text: string; isChosen: boolean };

function Side({ label, value, text, isChosen }: SideProps) {
  const { t } = useTranslation("template-shell");
  return (
    <div className={classes.side} data-chosen={isChosen || undefined}>
      <Radio size="sm" value={value} label={label} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className={classes.text} tabIndex={0} aria-label={label}>
        {text ? <pre>{text}</pre> : <Text size="sm">{t("merge.nothing")}</Text>}
      </section>
    </div>
  );
}
