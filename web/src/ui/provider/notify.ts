import type { NotificationData } from "@mantine/notifications";
import i18next from "i18next";

const load = () => import("./notices");
const wanted = new Set<() => void>();
let asked = false;

/** Shows a notice; the code for it is fetched at the first one. */
export function notify(notice: NotificationData): void {
  asked = true;
  for (const tell of wanted) tell();
  const closeButtonProps = { "aria-label": i18next.t("action.close") };
  void load().then(({ notifications }) => notifications.show({ closeButtonProps, ...notice }));
}

/** For useSyncExternalStore: whether a notice has been asked for yet. */
export const noticesAsked = {
  subscribe(tell: () => void): () => void {
    wanted.add(tell);
    return () => wanted.delete(tell);
  },
  read: () => asked,
};
