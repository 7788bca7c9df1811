import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Preview, TemplateProblem } from "@/lib/api-types-mail";
import type { Editing } from "../editor/use-editing";
import type { Insertion, LineField } from "../editor/use-insertion";
import classes from "./preview.module.css";

/** What most mail programs show in a list, in characters. */
const ROOM: Record<LineField, number> = { subject: 60, preheader: 90 };
const LONGEST: Record<LineField, number> = { subject: 500, preheader: 300 };

type LineFieldsProps = {
  editing: Editing;
  insertion: Insertion;
  rendered: Preview | undefined;
  problems: readonly TemplateProblem[];
};

export function LineFields({ editing, insertion, rendered, problems }: LineFieldsProps) {
  const { t } = useTranslation("template-preview");
  return (
    <div className={classes.lines}>
      {(["subject", "preheader"] as const).map((field) => {
        const length = (rendered?.[field] ?? editing.draft[field]).length;
        const verdict = length > ROOM[field] ? "long" : "fits";
        const refused = problems.find((each) => each.field === field && each.level === "error");
        return (
          <TextInput
            key={field}
            ref={insertion.inputs[field]}
            label={t(`template-checks:field.${field}`)}
            description={t(`length.${verdict}`, { length, room: ROOM[field] })}
            error={refused?.message}
            maxLength={LONGEST[field]}
            readOnly={!editing.base.can_edit}
            value={editing.draft[field]}
            onChange={(event) => editing.set({ [field]: event.currentTarget.value })}
            onFocus={() => insertion.focused(field)}
          />
        );
      })}
    </div>
  );
}
