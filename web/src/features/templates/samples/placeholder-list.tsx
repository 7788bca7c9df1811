import { useTranslation } from "react-i18next";
import type { Placeholder } from "@/lib/api-types-mail";
import { showSample, snippetFor } from "./insertion";
import classes from "./samples.module.css";

type PlaceholderListProps = {
  placeholders: readonly Placeholder[];
  readOnly: boolean;
  onInsert: (snippet: string) => void;
};

export function PlaceholderList({ placeholders, readOnly, onInsert }: PlaceholderListProps) {
  const { t } = useTranslation("template-preview");
  return (
    <ul className={classes.placeholders} aria-label={t("dock.placeholders")}>
      {placeholders.map(({ name, label, kind, sample }) => (
        <li key={name}>
          <button
            type="button"
            className={classes.placeholder}
            disabled={readOnly}
            // Keeps the cursor where it is: the field loses its focus only to come back.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onInsert(snippetFor(name, kind))}
          >
            <span className={classes.placeholderLabel}>
              <PlaceholderLabel name={name} label={label} />
            </span>
            <code className={classes.placeholderName}>{name}</code>
            <span className={classes.placeholderSample}>{showSample(sample)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The API's labels are English; ours follow the language of the page. */
function PlaceholderLabel({ name, label }: { name: string; label: string }) {
  const { t } = useTranslation("template-preview");
  const key = name.replaceAll(".", "_");
  return t(`placeholder.${key}`, { defaultValue: label });
}
