/** The parts of Monaco a template needs, its worker served by us. Imported by the editor's chunk alone. */
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/caretOperations/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/codeEditor/register";
import "monaco-editor/features/codicon/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/contextmenu/register";
import "monaco-editor/features/cursorUndo/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/gotoError/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/indentation/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/links/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/readOnlyMessage/register";
import "monaco-editor/features/snippet/register";
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import "monaco-editor/features/toggleTabFocusMode/register";
import "monaco-editor/features/wordOperations/register";
import * as monaco from "monaco-editor/editor/editor.api";
import EditorWorker from "monaco-editor/editor/editor.worker?worker";
import { hoverAt } from "./hover";
import { liquidHtml, liquidHtmlConfiguration } from "./liquid-html";
import { suggest } from "./suggestions";

export const LANGUAGE = "liquid-html";

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
monaco.languages.register({ id: LANGUAGE });
monaco.languages.setMonarchTokensProvider(LANGUAGE, liquidHtml);
monaco.languages.setLanguageConfiguration(LANGUAGE, liquidHtmlConfiguration);
monaco.languages.registerCompletionItemProvider(LANGUAGE, {
  triggerCharacters: ["{", "%", "|", " ", ".", "<", "/", '"'],
  provideCompletionItems: (model, position) => ({ suggestions: suggest(model, position) }),
});
monaco.languages.registerHoverProvider(LANGUAGE, { provideHover: hoverAt });

/** Colours come from the page's own tokens, read when the appearance changes. */
export function applyTheme(scheme: "light" | "dark"): void {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const ink = (name: string) => token(`--mantine-color-${name}`).replace("#", "");
  const dark = scheme === "dark";
  monaco.editor.defineTheme("frontdesk", {
    base: dark ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "tag", foreground: ink(dark ? "blue-3" : "blue-7") },
      { token: "attribute.name", foreground: ink(dark ? "dark-1" : "gray-6") },
      { token: "attribute.value", foreground: ink(dark ? "gray-3" : "gray-8") },
      { token: "delimiter.html", foreground: ink(dark ? "dark-2" : "gray-6") },
      { token: "comment", foreground: ink(dark ? "dark-2" : "gray-6"), fontStyle: "italic" },
      { token: "variable.liquid", foreground: ink(dark ? "pine-3" : "pine-7"), fontStyle: "bold" },
      { token: "delimiter.liquid", foreground: ink(dark ? "pine-4" : "pine-6") },
      { token: "keyword.liquid", foreground: ink(dark ? "brass-3" : "brass-7") },
      { token: "predefined.liquid", foreground: ink(dark ? "brass-2" : "brass-6") },
    ],
    colors: {
      "editor.background": token("--fd-surface"),
      "editor.lineHighlightBackground": token("--fd-surface-sunken"),
      "editorLineNumber.foreground": token("--mantine-color-dimmed"),
      "editorGutter.background": token("--fd-surface"),
      "editorWidget.background": token("--fd-surface"),
      "editorWidget.border": token("--fd-border"),
    },
  });
  monaco.editor.setTheme("frontdesk");
}

export { monaco };
