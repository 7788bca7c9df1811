import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./surface.module.css";

type SurfaceProps = {
  /** Where links to this part of a page lead. */
  id?: string;
  title?: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** `flush` lets tables and lists reach the edges. */
  flush?: boolean;
  tone?: "default" | "danger";
  children?: ReactNode;
};

/** The one box content sits in: a thin border, no shadow, an optional heading row. */
export function Surface({
  id,
  title,
  description,
  actions,
  flush,
  tone = "default",
  children,
}: SurfaceProps) {
  return (
    <section id={id} className={classes.surface} data-tone={tone} aria-label={title}>
      {(title || actions) && (
        <div className={classes.head} data-flush={flush || undefined}>
          <div className={classes.words}>
            {title && <Title order={2}>{title}</Title>}
            {description && (
              <Text size="sm" c="dimmed" mt={2}>
                {description}
              </Text>
            )}
          </div>
          {actions}
        </div>
      )}
      {children && <div className={flush ? undefined : classes.body}>{children}</div>}
    </section>
  );
}
