import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./charts.module.css";

export type Figure = { key: string; label: string; value: string; note?: ReactNode; tone?: "bad" };

/** A row of figures, each with its name above. */
export function Figures({ label, figures }: { label: string; figures: Figure[] }) {
  return (
    <dl className={classes.figures} aria-label={label}>
      {figures.map((figure) => (
        <div key={figure.key} className={classes.figure}>
          <Text component="dt" size="xs" c="dimmed">
            {figure.label}
          </Text>
          <dd className={classes.value} data-tone={figure.tone}>
            {figure.value}
            {figure.note && (
              <Text span size="xs" c="dimmed" display="block">
                {figure.note}
              </Text>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
