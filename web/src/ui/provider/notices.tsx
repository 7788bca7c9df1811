import { Notifications, notifications } from "@mantine/notifications";

export { notifications };

export function Notices() {
  return <Notifications position="bottom-right" limit={3} />;
}
