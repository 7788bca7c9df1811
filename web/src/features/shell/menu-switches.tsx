import { SegmentedControl, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LOCALE_NAMES, LOCALES, rememberLocale } from "@/lib/i18n";
import { inLocale } from "@/lib/paths";
import { saveMyLocale } from "./queries";
import classes from "./user-menu.module.css";

export function SchemeSwitch() {
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

export function LocaleSwitch() {
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
