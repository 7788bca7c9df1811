import { Center, Loader } from "@mantine/core";

export function PagePending() {
  return (
    <Center mih="60vh" aria-busy="true">
      <Loader size="sm" type="dots" />
    </Center>
  );
}
