import { Anchor, Box, Group, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

type PageProps = {
  title: string;
  /** Stands where the title would; the title then names the window alone. */
  heading?: ReactNode;
  /** One sentence on what the page is for. */
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** A status or similar beside the title. */
  badge?: ReactNode;
  back?: { to: string; label: string };
  /** `wide` lifts the reading width, for editors and big tables. */
  size?: "narrow" | "default" | "wide";
  children: ReactNode;
};

export function Page(props: PageProps) {
  const { title, heading, description, actions, badge, back, size = "default", children } = props;
  useEffect(() => {
    document.title = `${title} · Frontdesk`;
  }, [title]);
  return (
    <Box className={classes.page} data-size={size}>
      <header className={classes.header}>
        <div className={classes.heading}>
          {back && (
            <Anchor component={Link} to={back.to} size="sm" c="dimmed" className={classes.back}>
              <IconArrowLeft size={14} aria-hidden /> {back.label}
            </Anchor>
          )}
          <Group gap="sm" wrap="wrap">
            {heading ?? (
              <Title order={1} className="fd-break">
                {title}
              </Title>
            )}
            {badge}
          </Group>
          {description && (
            <Text c="dimmed" size="sm" mt={4} maw="42rem">
              {description}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </header>
      {children}
    </Box>
  );
}
