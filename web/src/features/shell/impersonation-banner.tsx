import { Button, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { refreshSession, useMe } from "@/lib/session";
import { useNotifyError } from "@/ui/form/submit";
import classes from "./impersonation-banner.module.css";
import { leaveOrganization } from "./queries";

/** Says in whose organisation a superadmin is working, for how long still, and lets them out. */
export function ImpersonationBanner() {
  const { t } = useTranslation("shell");
  const path = usePath();
  const navigate = useNavigate();
  const notifyError = useNotifyError();
  const { impersonation } = useMe();
  const left = useSecondsUntil(impersonation?.expires_at);
  const leave = useMutation({
    mutationFn: leaveOrganization,
    onSuccess: async () => {
      await navigate({ to: path("/superadmin/organizations") });
      await refreshSession();
    },
    onError: notifyError,
  });

  useEffect(() => {
    if (impersonation && left === 0) void refreshSession();
  }, [impersonation, left]);

  if (!impersonation) return null;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <section className={classes.banner} aria-label={t("impersonation.label")}>
      <IconEye size={18} aria-hidden />
      <Text size="sm" className={classes.words}>
        <strong>{t("impersonation.inside", { name: impersonation.organization_name })}</strong>{" "}
        <span className={classes.reason}>{impersonation.reason}</span>
      </Text>
      <Text size="sm" className="fd-tabular" role="timer">
        {t("impersonation.left", { time: clock })}
      </Text>
      <Button size="compact-sm" color="dark" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t("impersonation.leave")}
      </Button>
    </section>
  );
}

function useSecondsUntil(at: string | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!at) return;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, [at]);
  return at ? Math.max(0, Math.round((new Date(at).getTime() - now) / 1000)) : 0;
}
