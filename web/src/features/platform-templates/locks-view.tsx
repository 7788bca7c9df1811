import { Button, Skeleton, Text } from "@mantine/core";
import { IconBuildingPlus, IconLock, IconLockOpen } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TypeLock } from "@/lib/api-types-library";
import { TEMPLATE_TYPES } from "@/lib/choices-mail";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { useNotifyError } from "@/ui/form/submit";
import { StatusBadge } from "@/ui/status-badge/status-badge";
import { Surface } from "@/ui/surface/surface";
import { LockDialog, type Locking } from "./lock-dialog";
import classes from "./platform-templates.module.css";
import { liftLock, locksQuery } from "./queries";

/** Per type: whether organisations may have a template of their own, why not, and who is excepted. */
export function LocksView() {
  const locks = useQuery(locksQuery);
  const [asking, setAsking] = useState<Locking | null>(null);
  if (locks.isPending) return <Skeleton height={420} aria-busy="true" />;
  if (!locks.data) return <ErrorState error={locks.error} onRetry={() => locks.refetch()} />;
  const rows = TEMPLATE_TYPES.map(
    (type): TypeLock =>
      locks.data.find((each) => each.type === type) ?? {
        type,
        is_locked: false,
        reason: "",
        organizations: [],
      },
  );
  return (
    <Surface flush>
      <ul className={classes.locks}>
        {rows.map((lock) => (
          <LockRow key={lock.type} lock={lock} onAsk={setAsking} />
        ))}
      </ul>
      <LockDialog asking={asking} onClose={() => setAsking(null)} />
    </Surface>
  );
}

function LockRow({ lock, onAsk }: { lock: TypeLock; onAsk: (asking: Locking) => void }) {
  const { t } = useTranslation("platform-templates");
  const client = useQueryClient();
  const onError = useNotifyError();
  const lift = useMutation({
    mutationFn: (organization: string) => liftLock(lock.type, organization),
    onSuccess: () => client.invalidateQueries({ queryKey: ["email-templates"] }),
    onError,
  });
  const name = t(`templates:type.${lock.type}`);
  return (
    <li className={classes.lockRow}>
      <div className="fd-break">
        <div className={classes.exception}>
          <Text fw={560}>{name}</Text>
          <StatusBadge tone={lock.is_locked ? "attention" : "quiet"}>
            {t(lock.is_locked ? "locks.locked" : "locks.open")}
          </StatusBadge>
        </div>
        <Text size="sm" c="dimmed">
          {t(`templates:type_text.${lock.type}`)}
        </Text>
        {lock.is_locked && lock.reason && (
          <Text size="sm" mt={4}>
            {t("locks.because", { reason: lock.reason })}
          </Text>
        )}
        {lock.organizations.length > 0 && (
          <ul className={classes.exceptions} aria-label={t("locks.exceptions_of", { name })}>
            {lock.organizations.map((each) => (
              <li key={each.id} className={classes.exception}>
                <StatusBadge tone={each.is_locked ? "attention" : "good"}>
                  {t(each.is_locked ? "locks.not_for" : "locks.free_for", { name: each.name })}
                </StatusBadge>
                {each.reason && (
                  <Text span size="xs" c="dimmed">
                    {each.reason}
                  </Text>
                )}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  loading={lift.isPending && lift.variables === each.id}
                  aria-label={t("locks.lift_of", { name: each.name })}
                  onClick={() => lift.mutate(each.id)}
                >
                  {t("locks.lift")}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className={classes.lockActions}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconBuildingPlus size={14} aria-hidden />}
          aria-label={t("locks.except_of", { name })}
          onClick={() => onAsk({ type: lock.type, is_locked: !lock.is_locked, forOne: true })}
        >
          {t("locks.except")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={
            lock.is_locked ? <IconLockOpen size={14} aria-hidden /> : <IconLock size={14} aria-hidden />
          }
          aria-label={t(lock.is_locked ? "locks.unlock_of" : "locks.lock_of", { name })}
          onClick={() => onAsk({ type: lock.type, is_locked: !lock.is_locked, forOne: false })}
        >
          {t(lock.is_locked ? "locks.unlock" : "locks.lock")}
        </Button>
      </div>
    </li>
  );
}
