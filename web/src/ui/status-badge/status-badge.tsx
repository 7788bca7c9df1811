import { Badge } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./status-badge.module.css";

export type Tone = "good" | "busy" | "attention" | "bad" | "quiet";

/** A state in a word, with a dot so that it does not speak by colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Badge
      className={classes.badge}
      data-tone={tone}
      variant="default"
      leftSection={<span className={classes.dot} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
