import { useTranslation } from "react-i18next";
import type { MailLocale } from "@/lib/api-types-mail";
import type { ProposalBrief } from "@/lib/api-types-mail-ai";
import { LOCALE_NAMES } from "@/lib/i18n";

type Asked = { prompt?: string; tone?: string; locale?: MailLocale };

/** What was asked of a model, in a few words. */
export function useProposalWords() {
  const { t } = useTranslation("template-ai");
  return {
    title: ({ kind, request, template_id }: ProposalBrief): string => {
      const { tone, locale } = request as Asked;
      if (kind === "tone") return t("asked.tone", { tone: t(`tone.${tone ?? "plain"}`) });
      if (kind === "translate") return t("asked.translate", { language: locale ? LOCALE_NAMES[locale] : "" });
      if (kind === "personalize") return t("asked.personalize");
      return t(template_id === null ? "asked.write" : "asked.rewrite");
    },
    brief: ({ request }: ProposalBrief): string => (request as Asked).prompt ?? "",
  };
}
