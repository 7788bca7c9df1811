import { useTranslation } from "react-i18next";
import type { Start } from "./start";

/** A start's name and what it is for. */
export function useStartWords(): (start: Start) => { name: string; text: string } {
  const { t } = useTranslation("template-gallery");
  return (start) => {
    if (start.kind === "starter") return { name: start.starter.name, text: start.starter.description };
    if (start.kind === "blank") return { name: t("blank.name"), text: t("blank.text") };
    return { name: t(`templates:type.${start.type}`), text: t(`templates:type_text.${start.type}`) };
  };
}
