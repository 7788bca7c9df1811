import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import classes from "./ai.module.css";
import { ModelIcon } from "./model-icon";

type ModelCardProps = {
  name: string;
  icon: string;
  /** A line under the name: provider, upstream model, role. */
  subtitle?: ReactNode;
  description?: string;
  badges?: ReactNode;
  /** Switched off or locked: the card steps back. */
  quiet?: boolean;
  chosen?: boolean;
  /** What a click on the card does: goes to a page or calls back. */
  to?: string;
  onOpen?: () => void;
  /** Menu or check box in the corner. */
  corner?: ReactNode;
  children?: ReactNode;
  foot?: ReactNode;
};

/** A model in a grid. Its parts are the caller's; the card gives them their places. */
export function ModelCard({ name, icon, quiet, to, onOpen, ...card }: ModelCardProps) {
  return (
    <article className={classes.card} data-quiet={quiet || undefined} data-chosen={card.chosen || undefined}>
      <div className={classes.head}>
        <ModelIcon icon={icon} name={name} dimmed={quiet} />
        <div className={classes.title}>
          <h2 className={classes.name}>
            <Target to={to} onOpen={onOpen}>
              {name}
            </Target>
          </h2>
          {card.subtitle && (
            <Text size="xs" c="dimmed" component="div" className="fd-break">
              {card.subtitle}
            </Text>
          )}
        </div>
        {card.corner && <div className={classes.corner}>{card.corner}</div>}
      </div>
      {card.description && (
        <Text size="sm" c="dimmed" lineClamp={2}>
          {card.description}
        </Text>
      )}
      {card.badges}
      {card.children}
      {card.foot && <div className={classes.foot}>{card.foot}</div>}
    </article>
  );
}

function Target({ to, onOpen, children }: Pick<ModelCardProps, "to" | "onOpen"> & { children: string }) {
  if (to) {
    return (
      <Link to={to} className={classes.target}>
        {children}
      </Link>
    );
  }
  if (onOpen) {
    return (
      <button type="button" className={classes.target} onClick={onOpen}>
        {children}
      </button>
    );
  }
  return <>{children}</>;
}

type ModelGridProps = { label: string; children: ReactNode };

/** The list of cards; each child is a list item. */
export function ModelGrid({ label, children }: ModelGridProps) {
  return (
    <ul className={classes.grid} aria-label={label}>
      {children}
    </ul>
  );
}
