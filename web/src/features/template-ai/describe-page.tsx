import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { MAIL_LOCALES } from "@/lib/choices-mail";
import { currentLocale } from "@/lib/i18n";
import { useMe } from "@/lib/session";
import { Page } from "@/ui/page/page";
import { Surface } from "@/ui/surface/surface";
import { AITemplateGenerator } from "./ai-template-generator";
import { useGenerator } from "./generator/use-generator";

/** `home`: the address of the library that the new template goes to. */
export function DescribePage({ home }: { home: string }) {
  const { t } = useTranslation("template-ai");
  const navigate = useNavigate();
  const house = useMe().organization?.locale;
  const generator = useGenerator({
    about: null,
    type: "newsletter",
    locale: MAIL_LOCALES.find((each) => each === house) ?? currentLocale(),
    isShown: true,
  });
  return (
    <Page
      size="wide"
      title={t("describe.title")}
      description={t("describe.text")}
      back={{ to: `${home}/new`, label: t("describe.back") }}
    >
      <Surface>
        <AITemplateGenerator
          generator={generator}
          writing={null}
          onAccepted={(made) => void navigate({ to: `${home}/${made.id}` })}
        />
      </Surface>
    </Page>
  );
}
