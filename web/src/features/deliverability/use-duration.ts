import { useTranslation } from "react-i18next";

const UNITS = [
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** "4 s", "12 min" in the reader's language; a dash where nobody told. */
export function useDuration(): (seconds: number | null) => string {
  const { i18n } = useTranslation();
  return (seconds) => {
    if (seconds === null) return "–";
    const fitting = UNITS.find((each) => seconds >= each.seconds) ?? UNITS[2];
    return new Intl.NumberFormat(i18n.language, {
      style: "unit",
      unit: fitting.unit,
      unitDisplay: "short",
      maximumFractionDigits: 1,
    }).format(seconds / fitting.seconds);
  };
}
