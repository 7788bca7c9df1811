import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconKey,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { Link, useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { signOut } from "@/lib/allauth";
import { LOCALE_NAMES, LOCALES, rememberLocale } from "@/lib/i18n";
import { inLocale, usePath } from "@/lib/paths";
import { refreshSession, useMe } from "@/lib/session";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { saveMyLocale } from "./queries";
import classes from "./user-menu.module.css";

export function UserMenu({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("shell");
  const path = usePath();
  const navigate = useNavigate();
  const me = useMe();
  const name = me.profile?.full_name || me.profile?.email || "";

  const leave = async () => {
    await signOut();
    await navigate({ to: path("/auth/sign-in") });
    await refreshSession();
  };

  return (
    <Menu position="top-start" width={260} closeOnItemClick>
      <Menu.Target>
        <UnstyledButton className={classes.target} aria-label={t("user.menu", { name })}>
          <PersonAvatar name={name} size={28} />
          {!narrow && (
            <span className={classes.words}>
              <Text size="sm" fw={560} truncate>
                {name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {me.profile && t(`common:role.${me.profile.role}`)}
              </Text>
            </span>
          )}
        </UnstyledButton>
      </Menu.Target>
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

function SchemeSwitch() {
  const { t } = useTranslation("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const choices = [
    { value: "light" as const, icon: IconSun },
    { value: "dark" as const, icon: IconMoon },
    { value: "auto" as const, icon: IconDeviceDesktop },
  ];
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("user.appearance")}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
      data={choices.map(({ value, icon: Glyph }) => ({
        value,
        label: (
          <span className={classes.choice}>
            <Glyph size={14} aria-hidden />
            {t(`user.scheme.${value}`)}
          </span>
        ),
      }))}
    />
  );
}

function LocaleSwitch() {
  const { t, i18n } = useTranslation("shell");
  const navigate = useNavigate();
  const location = useRouterState({ select: (state) => state.location });
  const choose = (value: string) => {
    const locale = value === "es" ? "es" : "en";
    rememberLocale(locale);
    void saveMyLocale(locale).catch(() => undefined);
    void navigate({ href: inLocale(locale, { pathname: location.pathname, search: location.searchStr }) });
  };
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t("user.language")}
      value={i18n.language}
      onChange={choose}
      data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
    />
  );
}
