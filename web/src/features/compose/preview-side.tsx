import { Alert, Button, Loader, Text } from "@mantine/core";
import { IconAlertTriangle, IconInfoCircle, IconMailOpened, IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { useErrorText } from "@/ui/form/error-text";
import { PagePending } from "@/ui/page/page-pending";
import { Surface } from "@/ui/surface/surface";
import { type FitPart, FitSlot } from "./fit-slot";
import { MailView } from "./mail-view";
import type { Compose } from "./use-compose";

/** The mail beside what is being written, and what a model may do to it. */
export function PreviewSide({ compose, fit }: { compose: Compose; fit: FitPart }) {
  const { t } = useTranslation("compose");
  const describe = useErrorText();
  const { draft, change, preview, files } = compose;
  const { shown, error } = preview;
  const hasFiles = files.length > 0;
  const pace = preview.isFetching ? <Loader size={16} aria-label={t("preview.loading")} /> : undefined;
  return (
    <Surface title={t("preview.title")} actions={pace}>
      {!draft.choice && (
        <EmptyState icon={IconMailOpened} title={t("preview.empty")}>
          {t("preview.empty_text")}
        </EmptyState>
      )}
      {draft.written && (
        <Alert color="pine" variant="light" icon={<IconSparkles size={18} />} mb="sm">
          <Text size="sm" mb="xs">
            {t("fit.taken", { model: draft.written.model })}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => change({ written: null })}>
            {t("fit.plain")}
          </Button>
        </Alert>
      )}
      {shown?.personalizes && (
        <Alert color="gray" variant="light" icon={<IconInfoCircle size={18} />} mb="sm">
          <Text size="sm">{t(hasFiles ? "fit.not_with_files" : "fit.by_itself")}</Text>
        </Alert>
      )}
      {error && !shown && <ErrorState error={error} onRetry={preview.retry} />}
      {error && shown && (
        <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} />} mb="sm">
          <Text size="sm" className="fd-break">
            {describe(error)}
          </Text>
          <Text size="xs">{t("preview.last_good")}</Text>
        </Alert>
      )}
      {preview.isPending && <PagePending />}
      {shown && (
        <>
          <FitSlot compose={compose} shown={shown} fit={fit} />
          <MailView shown={shown} title={t("preview.frame")} />
        </>
      )}
    </Surface>
  );
}
