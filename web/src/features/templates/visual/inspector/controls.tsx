import { Autocomplete, Button, SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconAlignCenter, IconAlignLeft, IconAlignRight, IconPhotoPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { NETWORKS, networkOf } from "../canvas/social-icon";
import { useSurroundings } from "../context";
import { fill } from "../samples";
import classes from "../visual.module.css";
import { AddressField } from "./address-field";
import { ColorField } from "./color-field";
import { type Field, isLength, tidyLength } from "./fields";
import { SidesField } from "./sides-field";

export type ControlProps = {
  field: Field;
  label: string;
  /** What counts now: its own value, else the default's. */
  value: string;
  onChange: (value: string | undefined) => void;
  pickImage: () => void;
};

const FAMILIES = [
  "Arial, Helvetica, sans-serif",
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif",
  "Georgia, 'Times New Roman', serif",
  "'Trebuchet MS', Arial, sans-serif",
  "Verdana, Geneva, sans-serif",
  "Tahoma, Geneva, sans-serif",
  "'Courier New', Courier, monospace",
];
const WEIGHTS = ["400", "500", "600", "700"];

export function Control(props: ControlProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly, defaults } = useSurroundings();
  const { field, label, value, onChange } = props;
  const all = { size: "xs" as const, label, disabled: readOnly };
  switch (field.control) {
    case "color":
      return <ColorField label={label} value={value} onChange={onChange} />;
    case "sides":
      return <SidesField label={label} value={value} onChange={onChange} />;
    case "address":
      return <AddressField label={label} value={value} onChange={onChange} />;
    case "image":
      return <ImageField {...props} />;
    case "align":
      return <AlignField {...props} />;
    case "length":
      return <LengthField {...props} />;
    case "family":
      return (
        <Autocomplete
          {...all}
          data={FAMILIES}
          value={value}
          onChange={onChange}
          comboboxProps={{ withinPortal: true }}
        />
      );
    case "weight":
      return (
        <Select
          {...all}
          value={value === "bold" ? "700" : value === "normal" || !value ? "400" : value}
          data={[...new Set([...WEIGHTS, ...(/^\d+$/.test(value) ? [value] : [])])].map((weight) => ({
            value: weight,
            label: WEIGHTS.includes(weight) ? t(`weight.${weight}`) : weight,
          }))}
          onChange={(weight) => weight && onChange(weight)}
        />
      );
    case "choice":
      return (
        <Select
          {...all}
          value={value || null}
          clearable={field.options?.length === 1}
          placeholder={t("value.none")}
          data={(field.options ?? []).map((option) => ({ value: option, label: t(`value.${option}`) }))}
          onChange={(chosen) => onChange(chosen ?? undefined)}
        />
      );
    case "style":
      return (
        <Select
          {...all}
          value={value || null}
          clearable
          placeholder={t("value.none")}
          data={[...new Set([...Object.keys(defaults.head.classes), ...(value ? [value] : [])])]}
          onChange={(chosen) => onChange(chosen ?? undefined)}
        />
      );
    case "network":
      return (
        <Select
          {...all}
          value={networkOf(value)}
          searchable
          data={Object.keys(NETWORKS).map((network) => ({ value: network, label: t(`network.${network}`) }))}
          onChange={(chosen) => chosen && onChange(`${chosen}-noshare`)}
        />
      );
    case "text":
      return (
        <TextInput
          {...all}
          description={
            field.name === "alt" ? t("hint.alt") : field.name === "border" ? t("hint.border") : undefined
          }
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function ImageField({ field, label, value, onChange, pickImage }: ControlProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly, samples } = useSurroundings();
  const filled = fill(value, samples);
  const isAddress =
    !value || filled.startsWith("/") || /^(?:https?:|data:image\/)/.test(filled) || value.includes("{");
  return (
    <div>
      <TextInput
        size="xs"
        label={label}
        placeholder="https://"
        disabled={readOnly}
        value={value}
        error={!isAddress && t("address.scheme")}
        onChange={(event) => onChange(event.currentTarget.value || (field.name === "src" ? "" : undefined))}
      />
      {!readOnly && (
        <Button
          mt={6}
          size="compact-xs"
          variant="default"
          leftSection={<IconPhotoPlus size={14} aria-hidden />}
          onClick={pickImage}
        >
          {t("image.choose")}
        </Button>
      )}
    </div>
  );
}

function AlignField({ label, value, onChange }: ControlProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly } = useSurroundings();
  const icon = (side: string, drawn: ReactNode) => ({
    value: side,
    label: (
      <span className={classes.option}>
        {drawn}
        <span className={classes.hidden}>{t(`value.${side}`)}</span>
      </span>
    ),
  });
  return (
    <div>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={label}
        disabled={readOnly}
        value={value || "left"}
        onChange={onChange}
        data={[
          icon("left", <IconAlignLeft size={15} aria-hidden />),
          icon("center", <IconAlignCenter size={15} aria-hidden />),
          icon("right", <IconAlignRight size={15} aria-hidden />),
        ]}
      />
    </div>
  );
}

/** Kept while it is typed, written once it is a length. */
function LengthField({ field, label, value, onChange }: ControlProps) {
  const { t } = useTranslation("template-visual");
  const { readOnly } = useSurroundings();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? value;
  const isWrong = shown.trim() !== "" && !field.name.includes("radius") && !isLength(shown);
  return (
    <TextInput
      size="xs"
      label={label}
      disabled={readOnly}
      value={shown}
      error={isWrong && t("hint.length")}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        if (text.trim() === "") onChange(undefined);
        else if (isLength(text) || field.name.includes("radius")) onChange(tidyLength(text, field.name));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
