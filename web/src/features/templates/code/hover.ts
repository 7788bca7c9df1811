import * as monaco from "monaco-editor/editor/editor.api";
import { wantedAt } from "./context";
import { type Knowledge, knowledgeOf } from "./knowledge";

/** What a placeholder stands for in the preview, or what a filter does. */
export function hoverAt(
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): monaco.languages.Hover | null {
  const word = model.getWordAtPosition(position);
  if (!word) return null;
  const before = model.getValueInRange(
    new monaco.Range(Math.max(1, position.lineNumber - 3), 1, position.lineNumber, word.startColumn),
  );
  const text = describe(wantedAt(before), word.word, knowledgeOf(model));
  if (!text) return null;
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn);
  return { range, contents: text.map((value) => ({ value })) };
}

export function describe(
  wanted: ReturnType<typeof wantedAt>,
  word: string,
  { placeholders, words }: Knowledge,
): string[] | null {
  if (wanted === "filter") {
    const explained = words(`filter.${word}`);
    return explained.endsWith(`filter.${word}`) ? null : [`**${word}**`, explained];
  }
  if (wanted !== "placeholder") return null;
  const found = placeholders.find(({ name }) => name === word);
  if (!found) return null;
  const title = `**${found.label}** – ${found.description}`;
  if (found.isMissing) return [title, words("hover.missing")];
  const sample = typeof found.sample === "string" ? found.sample : JSON.stringify(found.sample, null, 1);
  return [title, `${words("hover.sample")}\n\n\`\`\`text\n${sample.slice(0, 400)}\n\`\`\``];
}
