import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import classes from "./editor.module.css";
import type { Editor } from "./requests";

/** Who else has this template open. */
export function Presence({ editors }: { editors: readonly Editor[] }) {
  const { t } = useTranslation("template-shell");
  return (
    <div role="status">
      {editors.length > 0 && (
        <ul className={classes.editors}>
          {editors.map(({ profile, has_unsaved }) => (
            <Group component="li" key={profile.id} gap={6} wrap="nowrap">
              <PersonAvatar name={profile.full_name} size={22} />
              <Text span size="xs">
                {t(has_unsaved ? "presence.unsaved" : "presence.here", { name: profile.full_name })}
              </Text>
            </Group>
          ))}
        </ul>
      )}
    </div>
  );
}
