import { Group, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode, Ref } from "react";
import classes from "./mail-card.module.css";
import { MailThumbnail } from "./mail-thumbnail";

type MailCardProps = {
  ref: Ref<HTMLDivElement>;
  name: string;
  rendered: UseQueryResult<{ preview_html: string }>;
  /** Said in place of a picture that could not be made. */
  failed: string;
  /** What ships with the product looks less finished than what is one's own. */
  isShipped?: boolean;
  actions: ReactNode;
  children: ReactNode;
};

/** A mail to begin with: its picture, what it is for, and what can be done with it. */
export function MailCard({ ref, name, rendered, failed, isShipped, actions, children }: MailCardProps) {
  return (
    <article className={classes.card} data-shipped={isShipped || undefined}>
      <div className={classes.picture}>
        <MailThumbnail
          ref={ref}
          html={rendered.data?.preview_html}
          title={name}
          loading={rendered.isLoading}
          failure={rendered.isError ? failed : null}
        />
      </div>
      <div className={classes.words}>
        <Title order={3} className={classes.name}>
          {name}
        </Title>
        {children}
        <Group gap="xs" mt="auto" pt="sm">
          {actions}
        </Group>
      </div>
    </article>
  );
}
