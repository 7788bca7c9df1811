import * as monaco from "monaco-editor/editor/editor.api";
import { showSample } from "../samples/insertion";
import {
  attributesFor,
  elementsFor,
  FILTERS,
  isMjml,
  type MarkupPlace,
  markupAt,
  TAGS,
  typedLength,
  VOID,
  valuesFor,
  wantedAt,
} from "./context";
import { type Knowledge, knowledgeOf } from "./knowledge";
import { HTML_SNIPPETS, MJML_SNIPPETS } from "./snippets";

type Item = monaco.languages.CompletionItem;
const { CompletionItemKind: Kind, CompletionItemInsertTextRule: Rule } = monaco.languages;

export function suggest(model: monaco.editor.ITextModel, position: monaco.Position): Item[] {
  const before = model.getValueInRange(
    new monaco.Range(1, 1, position.lineNumber, position.column),
    monaco.editor.EndOfLinePreference.LF,
  );
  const behind = (count: number) =>
    new monaco.Range(position.lineNumber, position.column - count, position.lineNumber, position.column);
  const knowledge = knowledgeOf(model);
  const wanted = wantedAt(before.slice(-2000));
  if (wanted) return liquidItems(wanted, before, behind(typedLength(before)), knowledge);
  const typed = before.match(/[\w:-]*$/)?.[0].length ?? 0;
  const mjml = isMjml(model.getValueInRange(new monaco.Range(1, 1, 40, 1)));
  return markupItems(markupAt(before), behind(typed), mjml, knowledge);
}

function liquidItems(
  wanted: NonNullable<ReturnType<typeof wantedAt>>,
  before: string,
  range: monaco.Range,
  { placeholders, words }: Knowledge,
): Item[] {
  switch (wanted) {
    case "placeholder":
      return placeholders.map(({ name, label, kind, sample, isMissing }, index) => ({
        label: { label: name, description: label },
        detail: isMissing ? words("hover.missing") : showSample(sample).slice(0, 80),
        documentation: kind,
        kind: Kind.Variable,
        insertText: before.endsWith("{{") ? ` ${name} ` : name,
        filterText: before.endsWith("{{") ? "" : name,
        sortText: String(index).padStart(3, "0"),
        range,
      }));
    case "filter":
      return FILTERS.map((name) => ({
        label: { label: name, description: words(`filter.${name}`) },
        documentation: words(`filter.${name}`),
        kind: Kind.Function,
        insertText: before.endsWith("|") ? ` ${name}` : name,
        range,
      }));
    case "tag":
      return TAGS.map(({ name, snippet }) => ({
        label: name,
        kind: Kind.Keyword,
        insertText: before.endsWith("{%") ? ` ${snippet} ` : snippet,
        insertTextRules: Rule.InsertAsSnippet,
        range,
      }));
  }
}

function markupItems(place: MarkupPlace, range: monaco.Range, mjml: boolean, knowledge: Knowledge): Item[] {
  switch (place.kind) {
    case "element":
      return [
        ...elementsFor(place.parent, mjml).map((tag) => elementItem(tag, range)),
        ...snippetItems(mjml, range, knowledge, true),
      ];
    case "closing":
      return place.tag
        ? [
            {
              label: `/${place.tag}`,
              kind: Kind.Property,
              insertText: `${place.tag}>`,
              filterText: place.tag,
              range,
            },
          ]
        : [];
    case "attribute":
      return attributesFor(place.tag)
        .filter((name) => !place.used.includes(name))
        .map((name) => ({
          label: name,
          kind: Kind.Field,
          insertText: `${name}="$1"`,
          insertTextRules: Rule.InsertAsSnippet,
          ...(valuesFor(place.tag, name).length > 0 && {
            command: { id: "editor.action.triggerSuggest", title: "" },
          }),
          range,
        }));
    case "value":
      return valuesFor(place.tag, place.attribute).map((value) => ({
        label: value,
        kind: Kind.Value,
        insertText: value,
        range,
      }));
    case "text":
      return place.startsLine ? snippetItems(mjml, range, knowledge, false) : [];
  }
}

const CHILDLESS = new Set([
  "mj-image",
  "mj-divider",
  "mj-spacer",
  "mj-font",
  "mj-breakpoint",
  "mj-all",
  "mj-class",
]);

function elementItem(tag: string, range: monaco.Range): Item {
  const empty = CHILDLESS.has(tag) ? `${tag} $0/>` : VOID.has(tag) ? `${tag}$0>` : `${tag}>$0</${tag}>`;
  return { label: tag, kind: Kind.Property, insertText: empty, insertTextRules: Rule.InsertAsSnippet, range };
}

function snippetItems(mjml: boolean, range: monaco.Range, { words }: Knowledge, opened: boolean): Item[] {
  const from = opened ? range.setStartPosition(range.startLineNumber, range.startColumn - 1) : range;
  return (mjml ? MJML_SNIPPETS : HTML_SNIPPETS).map(({ name, text }) => ({
    label: { label: words(`snippet.${name}`), description: words("snippet.kind") },
    kind: Kind.Snippet,
    insertText: text,
    insertTextRules: Rule.InsertAsSnippet,
    filterText: `${opened ? "<" : ""}${name} ${words(`snippet.${name}`)}`,
    sortText: `~${name}`,
    range: from,
  }));
}
