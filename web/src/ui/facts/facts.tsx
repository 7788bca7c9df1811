import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** A label and what it is; one without a value is left out. */
export type Fact = [label: string, value: ReactNode];

/** What there is to know of one thing, label above value. */
export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <Text component="dt" size="xs" c="dimmed">
              {label}
            </Text>
            <Text component="dd" size="sm" m={0} className="fd-break">
              {value}
            </Text>
          </div>
        ))}
    </dl>
  );
}
