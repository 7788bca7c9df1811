import { Text } from "@mantine/core";

/** A person in a list: by name with the address below, or by the address alone. */
export function PersonName({ name, email }: { name: string; email: string }) {
  return (
    <div className="fd-break">
      <Text size="sm" fw={560}>
        {name || email}
      </Text>
      {name && (
        <Text size="xs" c="dimmed">
          {email}
        </Text>
      )}
    </div>
  );
}
