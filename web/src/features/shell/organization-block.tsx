import { Image, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBuilding, IconSelector } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { initials } from "@/lib/format";
import { useMe } from "@/lib/session";
import classes from "./organization-block.module.css";

const EnterDialog = lazy(() => import("./enter-dialog").then((m) => ({ default: m.EnterDialog })));

/** Whose desk this is. For superadmins it is the switch into an organisation. */
export function OrganizationBlock({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation("shell");
  const me = useMe();
  const [opened, { open, close }] = useDisclosure(false);
  const switchable = me.profile?.role === "superadmin" && !me.impersonation;
  const name = me.organization?.name ?? t("organization.platform");
  const detail = me.organization ? t(`common:plan.${me.organization.plan}`) : t("organization.all");

  const content = (
    <>
      <span className={classes.logo} aria-hidden>
        {me.organization?.logo_url ? (
          <Image src={me.organization.logo_url} alt="" w={28} h={28} fit="contain" radius="sm" />
        ) : me.organization ? (
          initials(name)
        ) : (
          <IconBuilding size={16} />
        )}
      </span>
      {!narrow && (
        <span className={classes.words}>
          <Text size="sm" fw={600} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {detail}
          </Text>
        </span>
      )}
      {!narrow && switchable && <IconSelector size={16} aria-hidden />}
    </>
  );

  if (!switchable) return <div className={classes.block}>{content}</div>;
  return (
    <>
      <UnstyledButton
        className={classes.block}
        data-button
        onClick={open}
        aria-label={t("organization.switch", { name })}
      >
        {content}
      </UnstyledButton>
      {opened && (
        <Suspense fallback={null}>
          <EnterDialog opened onClose={close} />
        </Suspense>
      )}
    </>
  );
}
