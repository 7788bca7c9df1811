import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./interval-bars.module.css";

export type IntervalBar = {
  key: string;
  label: ReactNode;
  /** Null: nothing was counted yet; the whisker alone tells what is possible. */
  value: number | null;
  low: number;
  high: number;
  text: string;
  note?: ReactNode;
  /** Drawn in the colour of what leads. */
  leads?: boolean;
};

type IntervalBarsProps = {
  label: string;
  bars: IntervalBar[];
  /** A line across all bars, where there is neither gain nor loss. */
  zero?: boolean;
};

/** Bars with whiskers: how much, and between which values the truth lies. Read out from the words beside them. */
export function IntervalBars({ label, bars, zero }: IntervalBarsProps) {
  const least = Math.min(0, ...bars.map((bar) => bar.low));
  const most = Math.max(0, ...bars.map((bar) => bar.high));
  const width = most - least || 1;
  const at = (value: number) => `${((value - least) / width) * 100}%`;
  const span = (from: number, to: number) => ({
    left: at(Math.min(from, to)),
    width: `${(Math.abs(to - from) / width) * 100}%`,
  });
  return (
    <ul className={classes.bars} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key} className={classes.bar}>
          <div className={classes.line}>
            <div className={classes.label}>{bar.label}</div>
            <Text span size="sm" fw={560} className="fd-tabular">
              {bar.text}
            </Text>
          </div>
          <div className={classes.track} aria-hidden>
            {bar.value !== null && (
              <div className={classes.fill} data-leads={bar.leads || undefined} style={span(0, bar.value)} />
            )}
            {zero && <div className={classes.zero} style={{ left: at(0) }} />}
            {bar.high > bar.low && <div className={classes.whisker} style={span(bar.low, bar.high)} />}
          </div>
          {bar.note && (
            <Text size="xs" c="dimmed" component="div">
              {bar.note}
            </Text>
          )}
        </li>
      ))}
    </ul>
  );
}
