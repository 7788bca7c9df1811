import type { EditorParts } from "@/lib/template-writing";
import { Assistant } from "./assistant";
import { AiSettings } from "./settings/ai-settings";
import { SubjectHelp } from "./subjects/subject-help";
import { WordingPanel } from "./wording/wording-panel";

/** What AI brings to the template editor. */
export const AI_PARTS: EditorParts = {
  assistant: Assistant,
  subject: SubjectHelp,
  wording: WordingPanel,
  settings: AiSettings,
};
