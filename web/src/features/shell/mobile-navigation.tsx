import { Drawer } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Sidebar } from "./sidebar";

type MobileNavigationProps = { opened: boolean; onClose: () => void; onSearch: () => void };

export function MobileNavigation({ opened, onClose, onSearch }: MobileNavigationProps) {
  const { t } = useTranslation("shell");
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size="17rem"
      padding={0}
      withCloseButton={false}
      attributes={{ content: { "aria-label": t("nav.label") } }}
      styles={{ body: { height: "100%" } }}
    >
      <Sidebar narrow={false} onSearch={onSearch} />
    </Drawer>
  );
}
