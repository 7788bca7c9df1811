import { Textarea } from "@mantine/core";
import { useSurroundings } from "../context";
import classes from "../visual.module.css";

type CodeFieldProps = { label: string; hint?: string; value: string; onChange: (value: string) => void };

/** A small piece of code, kept to the letter. */
export function CodeField({ label, hint, value, onChange }: CodeFieldProps) {
  const { readOnly } = useSurroundings();
  return (
    <Textarea
      size="xs"
      label={label}
      description={hint}
      classNames={{ input: classes.codeInput }}
      spellCheck={false}
      autosize
      minRows={4}
      maxRows={18}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
