import { Modal, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { BulkResult } from "@/lib/api-types-library";
import type { Template } from "@/lib/api-types-mail";
import classes from "./library.module.css";

type BulkResultProps = {
  outcomes: BulkResult[] | null;
  templates: Template[];
  onClose: () => void;
};

/** The answer for each template, where some were refused. */
export function BulkResultDialog({ outcomes, templates, onClose }: BulkResultProps) {
  const { t } = useTranslation("template-library");
  // Names as they stood before: what was deleted has left the list.
  const names = useRef(new Map<number, string>());
  for (const { id, name } of templates) names.current.set(id, name);
  const failed = outcomes?.filter(({ ok }) => !ok).length ?? 0;
  return (
    <Modal
      opened={outcomes !== null}
      onClose={onClose}
      size="lg"
      title={t("bulk.result", { count: failed })}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <ul className={classes.outcomes}>
        {outcomes?.map(({ id, ok, detail, errors }) => (
          <li key={id} data-ok={ok || undefined}>
            {ok ? <IconCircleCheck size={18} aria-hidden /> : <IconCircleX size={18} aria-hidden />}
            <div className="fd-break">
              <Text size="sm" fw={560}>
                {names.current.get(id) ?? `#${id}`}
              </Text>
              <Text size="sm" c="dimmed">
                {ok ? t("bulk.ok") : detail}
              </Text>
              {errors.map(({ message }) => (
                <Text key={message} size="xs" c="dimmed">
                  {message}
                </Text>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
