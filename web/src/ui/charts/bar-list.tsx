import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./charts.module.css";

export type Bar = { key: string; label: ReactNode; value: number; text: string; note?: string };

/** A ranking: each line's ground is filled as far as its share of the largest. */
export function BarList({ label, bars }: { label: string; bars: Bar[] }) {
  const largest = Math.max(...bars.map((bar) => bar.value), 1);
  return (
    <ol className={classes.bars} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} className={classes.bar}>
          <div
            className={classes.fill}
            style={{ width: `${Math.max((bar.value / largest) * 100, 0.5)}%` }}
            aria-hidden
          />
          <div className={classes.line}>
            <span className={classes.label}>{bar.label}</span>
            <span className={classes.number}>
              {bar.text}
              {bar.note && (
                <Text span size="xs" c="dimmed" ml={8}>
                  {bar.note}
                </Text>
              )}
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
