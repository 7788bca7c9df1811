import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useCan } from "@/lib/session";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { reprocess } from "./queries";

/** Reads a kept mail once more, after a fix or a changed filter. */
export function ReadAgain({ id, compact }: { id: string; compact?: boolean }) {
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const maySend = useCan("mail.send");
  const again = useMutation({
    mutationFn: () => reprocess(id),
    onSuccess: () => {
      notifyDone(t("read_again.done"));
      return client.invalidateQueries({ queryKey: ["mail-received"] });
    },
    onError: useNotifyError(),
  });
  if (!maySend) return null;
  return (
    <Button
      size={compact ? "compact-xs" : "sm"}
      variant="default"
      leftSection={<IconRefresh size={compact ? 13 : 16} aria-hidden />}
      loading={again.isPending}
      onClick={() => again.mutate()}
    >
      {t("read_again.action")}
    </Button>
  );
}
