import { Button, ThemeIcon } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { AuthHeading } from "./auth-heading";

type OutcomeProps = {
  icon: Icon;
  title: string;
  children?: ReactNode;
  next?: { to: string; label: string };
};

/** The end of a step: what happened, and the one thing to do now. */
export function Outcome({ icon: Glyph, title, children, next }: OutcomeProps) {
  return (
    <div role="status">
      <ThemeIcon size={48} radius="xl" variant="light" mb="md" aria-hidden>
        <Glyph size={24} stroke={1.7} />
      </ThemeIcon>
      <AuthHeading title={title}>{children}</AuthHeading>
      {next && (
        <Button component={Link} to={next.to}>
          {next.label}
        </Button>
      )}
    </div>
  );
}
