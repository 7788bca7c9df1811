import { useState } from "react";
import type { TemplateProblem } from "@/lib/api-types-mail";
import type { Part } from "./layout";
import type { Insertion } from "./use-insertion";

export type Places = {
  /** Which part of the page is open. */
  part: Part;
  open: (part: Part) => void;
  /** Leads to a place in the code, or to its block. */
  jumpTo: (line: number, column: number) => void;
  /** Leads to where a problem lies. */
  jump: (problem: TemplateProblem) => void;
};

export function usePlaces(insertion: Insertion): Places {
  const [part, open] = useState<Part>("code");
  const jumpTo = (line: number, column: number) => {
    open("code");
    // After the code is visible again: a hidden editor cannot scroll.
    requestAnimationFrame(() => insertion.jumpTo(line, column));
  };
  const jump = ({ field, line, column }: TemplateProblem) => {
    if (field === "subject" || field === "preheader") return insertion.inputs[field].current?.focus();
    if (field === "text_code") return open("settings");
    jumpTo(line, column);
  };
  return { part, open, jumpTo, jump };
}
