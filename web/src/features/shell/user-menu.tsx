import { Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/lib/session";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import classes from "./user-menu.module.css";

const UserMenuPanel = lazy(() => import("./user-menu-panel").then((m) => ({ default: m.UserMenuPanel })));

export function UserMenu({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("shell");
  const [used, setUsed] = useState(false);
  const me = useMe();
  const name = me.profile?.full_name || me.profile?.email || "";
  const target = (
    <UnstyledButton
      className={classes.target}
      aria-label={narrow ? `${t("user.menu")} ${name}` : undefined}
      aria-haspopup="menu"
      onClick={() => setUsed(true)}
    >
      <PersonAvatar name={name} size={28} />
      {!narrow && (
        <span className={classes.words}>
          <VisuallyHidden>{t("user.menu")}</VisuallyHidden>
          <Text size="sm" fw={560} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {me.profile && t(`common:role.${me.profile.role}`)}
          </Text>
        </span>
      )}
    </UnstyledButton>
  );
  if (!used) return target;
  return (
    <Suspense fallback={target}>
      <UserMenuPanel>{target}</UserMenuPanel>
    </Suspense>
  );
}
