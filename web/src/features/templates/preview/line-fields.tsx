import type { Preview, TemplateProblem } from "@/lib/api-types-mail";
import { useServerWords } from "@/ui/template-problems/server-words";
import { Part } from "../editor/parts";
import type { Editing } from "../editor/use-editing";
import type { Insertion } from "../editor/use-insertion";
import { useSample } from "../samples/use-sample";
import { LineField } from "./line-field";
import classes from "./preview.module.css";

type LineFieldsProps = {
  editing: Editing;
  insertion: Insertion;
  rendered: Preview | undefined;
  problems: readonly TemplateProblem[];
};

/** The subject, and the line that lists show behind it. */
export function LineFields({ editing, insertion, rendered, problems }: LineFieldsProps) {
  const { base, draft } = editing;
  const say = useServerWords();
  const errorOf = (field: string) =>
    problems.find((each) => each.field === field && each.level === "error")?.message;
  const { placeholders } = useSample(base.type, base.locale);
  return (
    <div className={classes.lines}>
      {(["subject", "preheader"] as const).map((field) => (
        <LineField
          key={field}
          field={field}
          input={insertion.inputs[field]}
          placeholders={placeholders}
          length={(rendered?.[field] ?? draft[field]).length}
          error={say(errorOf(field) ?? "")}
          readOnly={!base.can_edit}
          aside={field === "subject" && <Part name="subject" />}
          value={draft[field]}
          onChange={(text) => editing.set({ [field]: text })}
          onFocus={() => insertion.focused(field)}
        />
      ))}
    </div>
  );
}
