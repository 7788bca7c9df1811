import type { Draft } from "./draft";

type Change = Partial<Draft>;
/** One step that can be taken back: the touched fields before it and after it. */
type Step = { before: Change; after: Change; key: string | null; at: number };
export type Trail = { past: readonly Step[]; future: readonly Step[] };

export const NO_TRAIL: Trail = { past: [], future: [] };
/** Typing on without this long a rest, in milliseconds, is one step. */
const REST = 1000;
const MOST_STEPS = 500;
/** In characters; a design counts like its code. */
const MOST_TEXT = 8_000_000;

/** Notes a change. Typing in one place (the same `key`) without a rest is taken back at once. */
export function record(trail: Trail, draft: Draft, change: Change, key: string | null, now: number): Trail {
  const fields = (Object.keys(change) as (keyof Draft)[]).filter((field) => change[field] !== draft[field]);
  // A design is another object after every save; it says something new only with its code.
  if (fields.every((field) => field === "design")) return trail;
  const step: Step = { before: take(draft, fields), after: take(change, fields), key, at: now };
  const last = trail.past.at(-1);
  const goesOn =
    last && key !== null && last.key === key && now - last.at < REST && trail.future.length === 0;
  const past = goesOn ? [...trail.past.slice(0, -1), joined(last, step)] : [...trail.past, step];
  return { past: bounded(past), future: [] };
}

export function stepBack({ past, future }: Trail): { trail: Trail; change: Change } | null {
  const step = past.at(-1);
  if (!step) return null;
  return { trail: { past: past.slice(0, -1), future: [ended(step), ...future] }, change: step.before };
}

export function stepForward({ past, future }: Trail): { trail: Trail; change: Change } | null {
  const [step, ...rest] = future;
  if (!step) return null;
  return { trail: { past: [...past, step], future: rest }, change: step.after };
}

function joined(first: Step, second: Step): Step {
  return {
    before: { ...second.before, ...first.before },
    after: { ...first.after, ...second.after },
    key: second.key,
    at: second.at,
  };
}

/** A step that was taken back is over: typing after it begins a new one. */
function ended(step: Step): Step {
  return { ...step, key: null };
}

function take(from: Change, fields: readonly (keyof Draft)[]): Change {
  return Object.fromEntries(fields.map((field) => [field, from[field]]));
}

/** The newest steps that fit; what follows on another shares its text, so that only one side counts. */
function bounded(past: readonly Step[]): readonly Step[] {
  let room = MOST_TEXT;
  let from = past.length - 1;
  for (; from >= 0; from -= 1) {
    room -= weight(past[from]?.before);
    if (room < 0 || past.length - from > MOST_STEPS) break;
  }
  // The newest step stays, whatever its size.
  return past.slice(Math.min(from + 1, past.length - 1));
}

function weight(change: Change = {}): number {
  const texts = Object.values(change).map((value) => (typeof value === "string" ? value.length : 0));
  const sum = texts.reduce((total, length) => total + length, 0);
  return change.design ? 2 * sum : sum;
}
