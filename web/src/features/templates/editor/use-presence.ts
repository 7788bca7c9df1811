import { useWindowEvent } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { editorsQuery, leaveEditor } from "./requests";

/** Asking who is here tells the others that one is here oneself; going away tells them as well. */
export function usePresence({ id, version, can_edit }: TemplateDetail) {
  const presence = useQuery({ ...editorsQuery(id, version), enabled: can_edit });
  const leave = useEffectEvent(() => {
    if (can_edit) leaveEditor(id, version).catch(() => undefined);
  });
  useEffect(() => () => leave(), []);
  useWindowEvent("pagehide", () => leave());
  useWindowEvent("pageshow", (event) => {
    if (event.persisted) void presence.refetch();
  });
  return presence.data;
}
