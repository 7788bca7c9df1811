import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TemplateDetail } from "@/lib/api-types-mail";
import type { Writing } from "@/lib/template-writing";
import classes from "./generator/generator.module.css";
import { OrderForm } from "./generator/order-form";
import { Outcome } from "./generator/outcome";
import type { Generator } from "./generator/use-generator";

type AITemplateGeneratorProps = {
  generator: Generator;
  /** The editor that it writes for; null for a new template. */
  writing: Writing | null;
  onAccepted: (template: TemplateDetail) => void;
};

/** Writes a template by a brief, or one's own anew: what is asked, what comes of it, and the decision on that. */
export function AITemplateGenerator({ generator, writing, onAccepted }: AITemplateGeneratorProps) {
  const { t } = useTranslation("template-ai");
  const outcome = useRef<HTMLDivElement>(null);
  const { state } = generator.writer.course;
  useEffect(() => {
    // On a small screen what comes of it lies below what was asked.
    if (state !== "idle") outcome.current?.scrollIntoView({ block: "nearest" });
  }, [state]);
  return (
    <div className={classes.generator}>
      <OrderForm generator={generator} />
      <section ref={outcome} className={classes.outcome} aria-label={t("outcome.label")}>
        <Outcome generator={generator} writing={writing} onAccepted={onAccepted} />
      </section>
    </div>
  );
}
