import { useLocalStorage } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./editor.module.css";

const LEAST = 25;
const MOST = 75;
const STEPS: Record<string, number> = { ArrowLeft: -2, ArrowRight: 2, PageUp: -10, PageDown: 10 };

/** How wide the left pane is, in percent; remembered by the browser. */
export function useSplit(): [number, (share: number) => void] {
  const [share, setShare] = useLocalStorage({
    key: "frontdesk.template-split",
    defaultValue: 50,
    getInitialValueInEffect: false,
  });
  return [bounded(share), (next) => setShare(bounded(next))];
}

function bounded(share: number): number {
  return Number.isFinite(share) ? Math.min(MOST, Math.max(LEAST, Math.round(share))) : 50;
}

/** The line between two panes: dragged, or moved with the arrow keys. */
export function SplitHandle({ share, onChange }: { share: number; onChange: (share: number) => void }) {
  const { t } = useTranslation("template-shell");
  const box = useRef<HTMLDivElement>(null);
  const drag = (event: PointerEvent) => {
    const room = box.current?.parentElement?.getBoundingClientRect();
    if (!room || !box.current?.hasPointerCapture(event.pointerId)) return;
    onChange(((event.clientX - room.left) / room.width) * 100);
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onChange(share + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that is moved is a separator with a value
    <div
      ref={box}
      className={classes.handle}
      role="separator"
      aria-orientation="vertical"
      aria-label={t("layout.handle")}
      aria-valuenow={share}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onKeyDown={press}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => onChange(50)}
    />
  );
}
