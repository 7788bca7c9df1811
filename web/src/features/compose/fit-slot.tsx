import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MailPreview } from "@/lib/api-types-compose";
import type { FitProps } from "@/lib/mail-fitting";
import { useCan } from "@/lib/session";
import { PagePending } from "@/ui/page/page-pending";
import { MailView } from "./mail-view";
import { mailPreviewQuery } from "./queries";
import { type Compose, previewBody } from "./use-compose";

/** Brought along by another feature: has a model write the mail for its recipient. */
export type FitPart = (props: FitProps) => React.ReactNode;

type FitSlotProps = { compose: Compose; shown: MailPreview; fit: FitPart };

/** Only for one contact, and from a template that stands in the library. */
export function FitSlot({ compose, shown, fit: Fit }: FitSlotProps) {
  const mayUse = useCan("ai.use");
  const mayRead = useCan("contacts.read");
  const { template_id, recipients, category } = shown;
  const [only] = recipients.length === 1 ? recipients : [];
  const { draft, change, preview } = compose;
  if (!mayUse || !mayRead || !only?.contact_id || template_id === null || category === "system") return null;
  return (
    <Fit
      key={`${template_id}:${only.contact_id}`}
      templateId={template_id}
      contactId={only.contact_id}
      recipient={only.address}
      isDisabled={!preview.isSettled || draft.written !== null}
      show={(sealed) => <Fitted compose={compose} sealed={sealed} />}
      onTake={(written) => change({ written })}
    />
  );
}

function Fitted({ compose, sealed }: { compose: Compose; sealed: string }) {
  const { t } = useTranslation("compose");
  const body = previewBody({ ...compose.draft, written: { sealed, model: "" } });
  const { data } = useQuery({
    ...mailPreviewQuery(body ?? {}),
    enabled: body !== null,
    placeholderData: undefined,
  });
  return data ? <MailView shown={data} title={t("fit.frame")} /> : <PagePending />;
}
