import { ActionIcon, Button, Kbd, Popover, Text } from "@mantine/core";
import { IconKeyboard, IconSettings } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import classes from "./inbox.module.css";

const KEYS = ["j", "k", "e", "u", "/"] as const;
const NAMES = { j: "next", k: "previous", e: "archive", u: "unread", "/": "search" } as const;

/** `withKeys`: where the keys do something. */
export function InboxActions({ withKeys }: { withKeys?: boolean }) {
  const { t } = useTranslation("inbox");
  const path = usePath();
  const mayManage = useCan("organization.manage");
  return (
    <>
      {withKeys && <Keys />}
      {mayManage && (
        <Button
          component={Link}
          to={path("/admin/mail/receiving")}
          variant="default"
          visibleFrom="sm"
          leftSection={<IconSettings size={16} aria-hidden />}
        >
          {t("set_up")}
        </Button>
      )}
    </>
  );
}

function Keys() {
  const { t } = useTranslation("inbox");
  return (
    <Popover position="bottom-end" withArrow shadow="md">
      <Popover.Target>
        <ActionIcon variant="default" size="lg" aria-label={t("keys.title")} visibleFrom="sm">
          <IconKeyboard size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={600} mb="xs">
          {t("keys.title")}
        </Text>
        <dl className={classes.keys}>
          {KEYS.map((key) => (
            <div key={key}>
              <dt>
                <Kbd size="xs">{key}</Kbd>
              </dt>
              <dd>{t(`keys.${NAMES[key]}`)}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
