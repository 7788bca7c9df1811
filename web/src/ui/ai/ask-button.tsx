import { Button } from "@mantine/core";
import { IconPlayerStopFilled } from "@tabler/icons-react";
import type { ReactNode } from "react";

type AskButtonProps = {
  isRunning: boolean;
  isDisabled: boolean;
  icon: ReactNode;
  ask: string;
  stop: string;
  onStop: () => void;
};

/** Sends a form to a model, and stops the model while it runs: one button, so that the keyboard's focus stays on it. */
export function AskButton({ isRunning, isDisabled, icon, ask, stop, onStop }: AskButtonProps) {
  if (!isRunning) {
    return (
      <Button type="submit" disabled={isDisabled} leftSection={icon}>
        {ask}
      </Button>
    );
  }
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerStopFilled size={14} aria-hidden />}
      onClick={(event) => {
        // Once stopped it is the form's button again, within the same click, which would then send the form anew.
        event.preventDefault();
        onStop();
      }}
    >
      {stop}
    </Button>
  );
}
