import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ImportedSource, ImportPlan, SourceInput } from "@/lib/api-types-library";
import type { Scope } from "../queries";
import { PlanReview } from "./plan-review";
import { type Picked, SourcePicker } from "./source-picker";
import { SourceReview } from "./source-review";

type ImportDialogProps = { scope: Scope; opened: boolean; onClose: () => void };

export type Found =
  | { kind: "source"; source: ImportedSource; input: SourceInput }
  | { kind: "bundle"; file: File; plan: ImportPlan };

/** Brings in what somebody has: shows first what would become of it, and makes nothing before they agree. */
export function ImportDialog({ opened, onClose, scope }: ImportDialogProps) {
  const { t } = useTranslation("template-bundles");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="64rem"
      title={t("title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Steps scope={scope} onClose={onClose} />
    </Modal>
  );
}

function Steps({ scope, onClose }: Omit<ImportDialogProps, "opened">) {
  // Kept while the reader looks at what was found, so that going back loses nothing.
  const [picked, setPicked] = useState<Picked>({ way: "paste", text: "", url: "" });
  const [found, setFound] = useState<Found | null>(null);
  const back = () => setFound(null);
  if (found?.kind === "source") {
    return <SourceReview {...found} scope={scope} onFound={setFound} onBack={back} />;
  }
  if (found?.kind === "bundle") {
    return <PlanReview file={found.file} plan={found.plan} scope={scope} onBack={back} onClose={onClose} />;
  }
  return <SourcePicker picked={picked} onPicked={setPicked} onFound={setFound} onClose={onClose} />;
}
