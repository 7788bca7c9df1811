import { Badge, CloseButton, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { IconGripVertical, IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PLACEHOLDER_TYPE, showSample, snippetFor } from "./insertion";
import { placeholderLabel } from "./placeholder-label";
import { groupByObject } from "./sample";
import classes from "./samples.module.css";
import type { FilledPlaceholder } from "./use-sample";

type PlaceholderListProps = {
  placeholders: readonly FilledPlaceholder[];
  /** Names of required placeholders that the template does not use. */
  unused?: ReadonlySet<string>;
  readOnly: boolean;
  onInsert: (snippet: string) => void;
};

const NONE: ReadonlySet<string> = new Set();

/** What may be inserted: at the cursor by a click, anywhere by dragging. */
export function PlaceholderList({ placeholders, unused = NONE, ...row }: PlaceholderListProps) {
  const { t } = useTranslation("template-preview");
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase();
  const found = placeholders.filter((each) =>
    `${each.name} ${placeholderLabel(t, each)} ${each.description}`.toLowerCase().includes(wanted),
  );
  return (
    <div className={classes.helper}>
      <TextInput
        size="xs"
        className={classes.search}
        aria-label={t("dock.search")}
        placeholder={t("dock.search")}
        value={words}
        leftSection={<IconSearch size={14} aria-hidden />}
        rightSection={
          words && (
            <CloseButton size="xs" aria-label={t("common:list.clear_search")} onClick={() => setWords("")} />
          )
        }
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.length === 0 && (
        <Text size="sm" c="dimmed" px="sm" py="xs" role="status">
          {t("dock.none")}
        </Text>
      )}
      <ul
        className={classes.placeholders}
        aria-label={t("dock.placeholders")}
        tabIndex={row.readOnly ? 0 : undefined}
      >
        {groupByObject(found).map(([group, some]) => (
          <li key={group}>
            <div className={classes.group}>{t(`group.${group}`, { defaultValue: group })}</div>
            <ul className={classes.plain}>
              {some.map((placeholder) => (
                <PlaceholderRow
                  key={placeholder.name}
                  placeholder={placeholder}
                  isUnused={unused.has(placeholder.name)}
                  {...row}
                />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

type PlaceholderRowProps = {
  placeholder: FilledPlaceholder;
  isUnused: boolean;
  readOnly: boolean;
  onInsert: (snippet: string) => void;
};

function PlaceholderRow({ placeholder, isUnused, readOnly, onInsert }: PlaceholderRowProps) {
  const { t } = useTranslation("template-preview");
  const { name, kind, sample, description, isMissing } = placeholder;
  const snippet = snippetFor(name, kind);
  return (
    <li className={classes.row}>
      {!readOnly && (
        // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse alone; the button beside it is for everybody
        <span
          className={classes.grip}
          draggable
          title={t("dock.drag")}
          onDragStart={(event) => {
            event.dataTransfer.setData(PLACEHOLDER_TYPE, snippet);
            event.dataTransfer.setData("text/plain", snippet);
            event.dataTransfer.effectAllowed = "copy";
          }}
        >
          <IconGripVertical size={14} aria-hidden />
        </span>
      )}
      <button
        type="button"
        className={classes.placeholder}
        title={description}
        disabled={readOnly}
        // Keeps the cursor where it is: the field loses its focus only to come back.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onInsert(snippet)}
      >
        <span className={classes.placeholderLabel}>{placeholderLabel(t, placeholder)}</span>
        <code className={classes.placeholderName}>{name}</code>
        <span className={classes.placeholderSample}>
          {isMissing ? (
            <Badge size="xs" color="brass" variant="light">
              {t("dock.missing")}
            </Badge>
          ) : (
            <>
              <VisuallyHidden>{t("dock.sample")}</VisuallyHidden> {showSample(sample)}
            </>
          )}
          {isUnused && (
            <Badge size="xs" color="gray" variant="light" ml={6}>
              {t("dock.unused")}
            </Badge>
          )}
        </span>
      </button>
    </li>
  );
}
