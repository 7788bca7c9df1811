import { Button, Group, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../confirm/confirm-dialog";
import classes from "./item-card.module.css";

type ItemCardProps = {
  name: string;
  /** Beside the name: how it fares. */
  facts: ReactNode;
  /** Before "edit" and "delete". */
  actions: ReactNode;
  onEdit: () => void;
  deleting: { title: string; text: string; run: () => Promise<unknown>; done: () => void };
  children: ReactNode;
};

/** One of a few things that are set up one below the other: what it is, how it fares, what can be done with it. */
export function ItemCard({ name, facts, actions, onEdit, deleting, children }: ItemCardProps) {
  const { t } = useTranslation();
  const [isAsked, ask] = useState(false);
  return (
    <article className={classes.item} aria-label={name}>
      <div className={classes.head}>
        <Title order={3} size="h4" className="fd-break">
          {name}
        </Title>
        {facts}
      </div>
      {children}
      <Group gap="xs">
        {actions}
        <Button size="xs" variant="default" onClick={onEdit}>
          {t("action.edit")}
        </Button>
        <Button size="xs" variant="subtle" color="red" onClick={() => ask(true)}>
          {t("action.delete")}
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsked}
        onClose={() => ask(false)}
        danger
        title={deleting.title}
        action={t("action.delete")}
        run={deleting.run}
        done={deleting.done}
      >
        {deleting.text}
      </ConfirmDialog>
    </article>
  );
}

/** In the place of a card: the form that changes it. */
export function ItemForm({ children }: { children: ReactNode }) {
  return <div className={classes.item}>{children}</div>;
}
