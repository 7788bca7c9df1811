import type { ReactNode } from "react";
import classes from "./library.module.css";

/** A plain fact about a template, quieter than its state. */
export function Tag({ children }: { children: ReactNode }) {
  return <span className={classes.tag}>{children}</span>;
}
