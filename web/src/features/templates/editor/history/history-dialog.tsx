import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconHistory } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { versionsQuery } from "../../queries";
import { Comparison } from "./comparison";
import classes from "./history.module.css";
import { VersionList } from "./version-list";

export type HistoryDialogProps = {
  template: TemplateDetail;
  dirty: boolean;
  opened: boolean;
  onClose: () => void;
  onRestored: (template: TemplateDetail) => void;
};

/** Every version with who and when; two of them side by side; any of them restored. */
export function HistoryDialog({ opened, onClose, ...rest }: HistoryDialogProps) {
  const { t } = useTranslation("template-shell");
  const isSmall = useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="min(86rem, 96vw)"
      fullScreen={isSmall}
      title={t("history.title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      {opened && <History {...rest} onClose={onClose} />}
    </Modal>
  );
}

function History({ template, dirty, onClose, onRestored }: Omit<HistoryDialogProps, "opened">) {
  const { t } = useTranslation("template-shell");
  const versions = useInfiniteQuery(versionsQuery(template.id));
  const [chosen, choose] = useState<number | null>(null);
  const [against, compareWith] = useState<number | null>(null);
  return (
    <ListState query={versions} empty={<EmptyState icon={IconHistory} title={t("history.empty")} />}>
      {(items) => {
        const newest = items[0]?.version ?? template.version;
        // On a wide screen the newest is open at once; a small one begins with the list.
        const number = chosen ?? newest;
        const before = against ?? items.find(({ version }) => version < number)?.version ?? null;
        return (
          <div className={classes.history} data-chosen={chosen !== null || undefined}>
            <VersionList
              template={template}
              versions={items}
              chosen={number}
              onChoose={(version) => {
                choose(version);
                compareWith(null);
              }}
            />
            <Comparison
              key={number}
              template={template}
              versions={items}
              number={number}
              before={before}
              dirty={dirty}
              onBefore={compareWith}
              onBack={() => choose(null)}
              onRestored={(saved) => {
                onRestored(saved);
                onClose();
              }}
            />
          </div>
        );
      }}
    </ListState>
  );
}
