import type { ComponentType } from "react";
import type { TemplateContent, TemplateDetail, TemplateProblem } from "./api-types-mail";

/** What is being written in the template editor, for those parts of its page that other features bring along. */
export type Writing = {
  /** As it is saved. */
  template: TemplateDetail;
  /** With what was typed on top of it. */
  draft: TemplateContent;
  /** The address of the library that it stands in. */
  home: string;
  set: (change: Partial<TemplateContent>) => void;
  /** A proposal was saved as the newest version; what was typed beside it stays. */
  take: (newest: TemplateDetail) => void;
  /** Puts a proposal into the draft and asks how it goes together with what somebody saved meanwhile. */
  merge: (proposal: Partial<TemplateContent>, currentVersion: number, proposalId: string) => void;
  /** Leads to where a problem lies. */
  jump: (problem: TemplateProblem) => void;
};

/** Where in the editor such a part has its place. */
export type EditorPart = "assistant" | "subject" | "wording" | "settings";
export type EditorParts = Record<EditorPart, ComponentType<{ writing: Writing }>>;
