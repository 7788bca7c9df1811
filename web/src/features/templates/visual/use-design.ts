import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Design, Obstacle } from "./model";
import { onlyNew } from "./places";
import { readMjml } from "./read-mjml";
import { createStore, type Store } from "./store";
import { find } from "./tree";
import { type Written, writeMjml } from "./write-mjml";

/** Typing is told after such a rest, or so long after it began, in milliseconds; whatever else happens tells at once. */
const REST = 200;
const LONGEST = 1200;

type Props = {
  code: string;
  design: Design | null;
  onChange: (next: { html_code: string; design: Design }) => void;
};
export type Open = { store: Store; obstacle: Obstacle | null; places: Written["places"]; flush: () => void };

function read(code: string, design: Design | null): { design: Design } | { obstacle: Obstacle } {
  return design && writeMjml(design).code === code ? { design } : readMjml(code);
}

const NOTHING: Design = {
  version: 1,
  root: {},
  head: { defaults: {}, classes: {}, rest: [] },
  body: {},
  children: [],
};

/** The open design. What changes here goes out as code and design; what changes outside, such as by undo, comes in. */
export function useDesign(props: Props): Open {
  const [opened] = useState(() => {
    const reading = read(props.code, props.design);
    const design = "design" in reading ? reading.design : NOTHING;
    return { store: createStore(design), reading, written: writeMjml(design) };
  });
  const { store } = opened;
  const [obstacle, setObstacle] = useState("obstacle" in opened.reading ? opened.reading.obstacle : null);
  const [places, setPlaces] = useState(opened.written.places);
  const latest = useRef(props);
  latest.current = props;
  // What the code outside says, and what was told and has not come back yet: typing runs ahead of it.
  const known = useRef({ design: store.read().design, code: props.code });
  const told = useRef<string[]>([]);
  const timer = useRef(0);
  const begun = useRef(0);

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = 0;
    const { design } = store.read();
    if (design === known.current.design) return;
    const written = writeMjml(design);
    known.current = { design, code: written.code };
    told.current.push(written.code);
    setPlaces(written.places);
    latest.current.onChange({ html_code: written.code, design });
  }, [store]);
  // The page around is drawn anew when there is time: a key that comes meanwhile goes first.
  const flushGently = useCallback(() => startTransition(flush), [flush]);

  useEffect(() => {
    let noticed: Design | null = null;
    const unsubscribe = store.subscribe(() => {
      const { design } = store.read();
      if (design === known.current.design || design === noticed) return;
      noticed = design;
      const now = performance.now();
      if (!timer.current) begun.current = now;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flushGently, Math.min(REST, begun.current + LONGEST - now));
    });
    return () => {
      unsubscribe();
      flush();
    };
  }, [store, flush, flushGently]);

  const { code, design } = props;
  useEffect(() => {
    const echo = told.current.lastIndexOf(code);
    if (echo >= 0) told.current = told.current.slice(echo + 1);
    if (echo >= 0 || code === known.current.code) return;
    const reading = read(code, design);
    if ("obstacle" in reading) return setObstacle(reading.obstacle);
    window.clearTimeout(timer.current);
    timer.current = 0;
    told.current = [];
    known.current = { design: reading.design, code };
    const { design: before, selected, editing } = store.read();
    const stays = (id: string | null) => (id && find(reading.design, id) ? id : null);
    store.set({
      design: reading.design,
      selected: onlyNew(before, reading.design) ?? stays(selected),
      editing: stays(editing),
    });
    setPlaces(writeMjml(reading.design).places);
    setObstacle(null);
  }, [code, design, store]);

  // A save, a click elsewhere or leaving the window wants the last key as well; also one that was told gently and is
  // not drawn yet: what is clicked would look at the mail before it.
  useEffect(() => {
    const hurry = () => {
      flush();
      const { design, code } = known.current;
      if (told.current.includes(code)) flushSync(() => latest.current.onChange({ html_code: code, design }));
    };
    const onKey = (event: KeyboardEvent) => (event.ctrlKey || event.metaKey) && hurry();
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("pointerdown", hurry, true);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("pointerdown", hurry, true);
      window.removeEventListener("pagehide", flush);
    };
  }, [flush]);

  return { store, obstacle, places, flush };
}

/** The innermost node at a place of the code. */
export function nodeAt(places: Written["places"], line: number, column: number): string | null {
  let found: string | null = null;
  let depth = 0;
  for (const [id, { start, end }] of places) {
    const isAfter = line > start.line || (line === start.line && column >= start.column);
    const isBefore = line < end.line || (line === end.line && column <= end.column);
    const begins = start.line * 100_000 + start.column;
    if (isAfter && isBefore && begins >= depth) {
      found = id;
      depth = begins;
    }
  }
  return found;
}
