import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { SourceFormat, TemplateDetail } from "@/lib/api-types-mail";
import { notifyDone } from "@/ui/form/submit";
import type { Design, Obstacle } from "../../visual/model";
import type { Converted } from "../requests";
import type { Editing } from "../use-editing";

/** A switch that has to be agreed to first, or cannot be made. */
export type Pending =
  | { kind: "convert"; mode: SourceFormat; to: "html" | "mjml" }
  | { kind: "obstacle"; obstacle: Obstacle };

export type Modes = {
  mode: SourceFormat;
  pending: Pending | null;
  switchTo: (mode: SourceFormat) => void;
  /** After a person agreed to a conversion. */
  accept: (converted: Converted, mode: SourceFormat) => void;
  cancel: () => void;
};

/** Ways between blocks, MJML and HTML; each is one step back. */
export function useModes({ draft, set }: Editing): Modes {
  const { t } = useTranslation("template-shell");
  const [pending, setPending] = useState<Pending | null>(null);
  const mode = draft.source_format;

  const toBlocks = async (code: string) => {
    const [{ readMjml }, { writeMjml }] = await Promise.all([
      import("../../visual/read-mjml"),
      import("../../visual/write-mjml"),
    ]);
    const reading = readMjml(code);
    if ("obstacle" in reading) return setPending({ kind: "obstacle", obstacle: reading.obstacle });
    const { design, verbatim } = reading;
    set({ source_format: "visual", html_code: writeMjml(design).code, design: asSaved(design) });
    if (verbatim > 0) notifyDone(t("mode.verbatim", { count: verbatim }));
  };
  return {
    mode,
    pending,
    cancel: () => setPending(null),
    switchTo: (next) => {
      if (next === mode) return;
      if (next === "html") return setPending({ kind: "convert", mode: next, to: "html" });
      if (mode === "html") return setPending({ kind: "convert", mode: next, to: "mjml" });
      if (next === "visual") return void toBlocks(draft.html_code);
      set({ source_format: next, design: null });
    },
    accept: ({ html_code }, next) => {
      setPending(null);
      if (next === "visual") return void toBlocks(html_code);
      set({ source_format: next, html_code, design: null });
    },
  };
}

/** The API keeps a design as it is and types it as any object. */
export function asSaved(design: Design): TemplateDetail["design"] {
  return design as unknown as TemplateDetail["design"];
}

/** An empty document is a fine start for every mode. */
export function asDesign(saved: TemplateDetail["design"]): Design | null {
  return saved && saved.version === 1 ? (saved as unknown as Design) : null;
}
