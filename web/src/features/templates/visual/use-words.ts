import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Placeholder } from "@/lib/api-types-mail";
import { needsValue, readClause, readRound } from "./logic";
import type { Node } from "./model";
import { fill, insideOf, nameIn, type Samples, titleOf } from "./samples";

export type Words = {
  /** A block's kind, or a condition in words. */
  name: (node: Node) => string;
  /** A condition's branch or a loop in words. */
  tag: (tag: string) => string;
  /** The label of a piece of Liquid. */
  label: (code: string) => string;
  title: (code: string) => string;
  /** Its kind and how it begins, for those who hear it. */
  describe: (node: Node) => string;
};

export function useSamples(placeholders: readonly Placeholder[]): Samples {
  const { t, i18n } = useTranslation("template-visual");
  return useMemo(
    () =>
      new Map(
        placeholders.map(({ name, label, kind, sample }) => {
          // The API's labels are English; the editor's own follow the language of the page.
          const key = `template-editor:placeholder.${name.replaceAll(".", "_")}`;
          return [name, { name, kind, sample, label: i18n.exists(key) ? t(key as "name") : label }];
        }),
      ),
    [placeholders, t, i18n],
  );
}

export function useWords(samples: Samples): Words {
  const { t } = useTranslation("template-visual");
  return useMemo(() => {
    const known = (name: string) => samples.get(name)?.label ?? name;
    const tag = (text: string): string => {
      const clause = readClause(text);
      if (clause) {
        const { keyword, name, operator, value } = clause;
        const question = t(`logic.${operator}`, { name: known(name) });
        const all = needsValue(operator) ? `${question} “${value}”` : question;
        return t(`logic.${keyword}`, { question: all });
      }
      const round = readRound(text);
      if (round) return t("logic.for", { list: known(round.list) });
      return text === "else" ? t("logic.else") : text;
    };
    const name = (node: Node): string => {
      if (node.kind === "box" || node.kind === "leaf") return t(`tag.${node.tag}`);
      return t(`tag.${node.kind}`);
    };
    return {
      name,
      tag,
      label: (code) => {
        const inside = insideOf(code);
        if (code.startsWith("{{")) return known(nameIn(inside));
        return code.startsWith("{%") ? inside : code.slice(0, 24);
      },
      title: (code) => titleOf(code, samples),
      describe: (node) => {
        if (node.kind === "condition") return `${name(node)}: ${tag(node.branches[0]?.tag ?? "")}`;
        if (node.kind === "loop") return `${name(node)}: ${tag(node.tag)}`;
        const text = node.kind === "leaf" ? plain(fill(node.html, samples)) : "";
        return text ? `${name(node)}: ${text}` : name(node);
      },
    };
  }, [samples, t]);
}

function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 60);
}
