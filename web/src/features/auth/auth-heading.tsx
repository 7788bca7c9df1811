import { Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

export function AuthHeading({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Frontdesk`;
  }, [title]);
  return (
    <div style={{ marginBottom: "1.5rem" }}>
      <Title order={1}>{title}</Title>
      {children && (
        <Text c="dimmed" size="sm" mt={6} component="div">
          {children}
        </Text>
      )}
    </div>
  );
}
