import { Button, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";

const PAGES = ["contacts", "lists", "segments", "imports"] as const;
type AudiencePage = (typeof PAGES)[number];

/** The pages about whom an organisation writes to, side by side. */
export function AudienceTabs({ current }: { current: AudiencePage }) {
  const { t } = useTranslation("audience");
  const path = usePath();
  const mayImport = useCan("contacts.manage");
  const shown = PAGES.filter((page) => page !== "imports" || mayImport);
  return (
    <nav aria-label={t("pages")}>
      <Group gap={4} mb="md">
        {shown.map((page) => (
          <Button
            key={page}
            component={Link}
            to={path(page === "contacts" ? "/admin/contacts" : `/admin/contacts/${page}`)}
            size="compact-md"
            variant={page === current ? "light" : "subtle"}
            color={page === current ? undefined : "gray"}
            aria-current={page === current ? "page" : undefined}
          >
            {t(`page.${page}`)}
          </Button>
        ))}
      </Group>
    </nav>
  );
}
