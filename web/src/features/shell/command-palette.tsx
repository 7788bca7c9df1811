import "@mantine/spotlight/styles.css";
import { useMantineColorScheme } from "@mantine/core";
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { ACCOUNT_ITEMS, beginningsFor, type NavItem, pagesFor } from "./navigation";

const [store, spotlight] = createSpotlight();

type PaletteProps = { opened: boolean; onClose: () => void };

export function CommandPalette({ opened, onClose }: PaletteProps) {
  const { t } = useTranslation("shell");
  const path = usePath();
  const navigate = useNavigate();
  const me = useMe();
  const { setColorScheme } = useMantineColorScheme();

  useEffect(() => {
    if (opened) spotlight.open();
  }, [opened]);

  const toAction = (item: NavItem) => ({
    id: item.key,
    label: t(`nav.${item.key}`),
    leftSection: <item.icon size={18} stroke={1.7} aria-hidden />,
    onClick: () => void navigate({ to: path(item.path) }),
  });
  const groups: SpotlightActionGroupData[] = [
    {
      group: t("palette.go"),
      actions: [...pagesFor(me), ...ACCOUNT_ITEMS].map(toAction),
    },
    {
      group: t("palette.do"),
      actions: [
        ...beginningsFor(me).map(toAction),
        {
          id: "light",
          label: t("palette.light"),
          leftSection: <IconSun size={18} stroke={1.7} aria-hidden />,
          onClick: () => setColorScheme("light"),
        },
        {
          id: "dark",
          label: t("palette.dark"),
          leftSection: <IconMoon size={18} stroke={1.7} aria-hidden />,
          onClick: () => setColorScheme("dark"),
        },
      ],
    },
  ];

  return (
    <Spotlight
      store={store}
      actions={groups}
      shortcut={null}
      nothingFound={t("common:list.no_matches")}
      onSpotlightClose={onClose}
      searchProps={{
        leftSection: <IconSearch size={18} aria-hidden />,
        placeholder: t("palette.placeholder"),
        "aria-label": t("palette.placeholder"),
      }}
    />
  );
}
