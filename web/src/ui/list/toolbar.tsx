import { Group } from "@mantine/core";
import type { ReactNode } from "react";

/** The row of search and filters above a list. */
export function Toolbar({ children }: { children: ReactNode }) {
  return (
    <Group gap="xs" px={{ base: "md", sm: "lg" }} py="sm" wrap="wrap">
      {children}
    </Group>
  );
}
