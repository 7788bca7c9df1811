import { Menu } from "@mantine/core";
import { IconKey, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { signOut } from "@/lib/allauth";
import { usePath } from "@/lib/paths";
import { refreshSession, reloadMe, useMe } from "@/lib/session";
import { LocaleSwitch, SchemeSwitch } from "./menu-switches";

/** The menu itself; fetched when its button is first used, and open from the start. */
export function UserMenuPanel({ children }: { children: ReactNode }) {
  const { t } = useTranslation("shell");
  const path = usePath();
  const navigate = useNavigate();
  const me = useMe();
  const leave = async () => {
    await signOut();
    await reloadMe();
    await navigate({ to: path("/auth/sign-in") });
    await refreshSession();
  };
  return (
    <Menu position="top-start" width={260} defaultOpened>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.profile?.email}</Menu.Label>
        <Menu.Item component={Link} to={path("/account")} leftSection={<IconUserCircle size={16} />}>
          {t("nav.account")}
        </Menu.Item>
        <Menu.Item component={Link} to={path("/account/security")} leftSection={<IconKey size={16} />}>
          {t("nav.security")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("user.appearance")}</Menu.Label>
        <SchemeSwitch />
        <Menu.Label mt={6}>{t("user.language")}</Menu.Label>
        <LocaleSwitch />
        <Menu.Divider />
        <Menu.Item onClick={leave} leftSection={<IconLogout size={16} />}>
          {t("user.sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
