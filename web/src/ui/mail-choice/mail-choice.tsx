import { Stack, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./mail-choice.module.css";

/** Mails to choose one of, side by side. */
export function MailChoices({ children }: { children: ReactNode }) {
  return <div className={classes.choices}>{children}</div>;
}

type MailChoiceProps = {
  name: string;
  /** Read out in place of what stands on it. */
  label?: string;
  note: string;
  noteLines: number;
  picture: ReactNode;
  isChosen: boolean;
  onChoose: () => void;
  children?: ReactNode;
};

export function MailChoice({
  name,
  label,
  note,
  noteLines,
  picture,
  isChosen,
  onChoose,
  children,
}: MailChoiceProps) {
  return (
    <UnstyledButton
      className={classes.choice}
      data-chosen={isChosen || undefined}
      aria-pressed={isChosen}
      aria-label={label}
      onClick={onChoose}
    >
      {picture}
      <Stack gap={2} p="xs">
        <Text size="sm" fw={560} lineClamp={1}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={noteLines}>
          {note}
        </Text>
        {children}
      </Stack>
    </UnstyledButton>
  );
}
