import { Avatar } from "@mantine/core";
import { initials } from "@/lib/format";

/** Initials; decoration, as the name always stands beside it. */
export function PersonAvatar({ name, size = 30 }: { name: string; size?: number }) {
  return (
    <Avatar size={size} radius="xl" color="pine" aria-hidden>
      {initials(name) || "?"}
    </Avatar>
  );
}
