import type { Proposal } from "@/lib/api-types-mail-ai";
import { ApiError } from "@/lib/problem";
import type { ServerEvent } from "@/lib/sse";

/** One text of the mail as it is being written; a field such as `text` comes in many. */
export type Passage = { field: string; index: number; text: string };
/** Why the model was asked once more. */
export type Broken = { field: string; code: string; message: string };

/** The course of one proposal, from the question to what came of it. */
export type Course =
  | { state: "idle" }
  | { state: "writing"; passages: readonly Passage[]; broken: readonly Broken[] }
  | { state: "stopped"; passages: readonly Passage[] }
  | { state: "failed"; passages: readonly Passage[]; error: ApiError }
  | { state: "proposed"; proposal: Proposal };

export type CourseStep =
  | { step: "asked" }
  | { step: "piece"; piece: Passage }
  | { step: "again"; broken: readonly Broken[] }
  | { step: "proposed"; proposal: Proposal }
  | { step: "stopped" }
  | { step: "failed"; error: ApiError }
  | { step: "left" };

export const IDLE: Course = { state: "idle" };

export function nextCourse(now: Course, event: CourseStep): Course {
  switch (event.step) {
    case "asked":
      return { state: "writing", passages: [], broken: [] };
    case "proposed":
      return { state: "proposed", proposal: event.proposal };
    case "left":
      return IDLE;
    default:
      return now.state === "writing" ? advance(now, event) : now;
  }
}

function advance(
  now: Extract<Course, { state: "writing" }>,
  event: Exclude<CourseStep, { step: "asked" | "proposed" | "left" }>,
): Course {
  const { passages } = now;
  switch (event.step) {
    case "piece":
      return { ...now, passages: added(passages, event.piece) };
    case "again":
      return { ...now, passages: [], broken: event.broken };
    case "stopped":
      return { state: "stopped", passages };
    case "failed":
      return { state: "failed", passages, error: event.error };
  }
}

/** A piece goes on where its text stopped; models write one text after the other. */
function added(passages: readonly Passage[], piece: Passage): Passage[] {
  const at = passages.findLastIndex(({ field, index }) => field === piece.field && index === piece.index);
  if (at < 0) return [...passages, piece];
  return passages.map((each, number) => (number === at ? { ...each, text: each.text + piece.text } : each));
}

/** What an event of the answer's stream tells; null for one that is not known here. */
export function readStep({ name, data }: ServerEvent): CourseStep | null {
  if (name !== "token" && name !== "retry" && name !== "proposal") return null;
  const told = parse(data);
  if (name === "token") return { step: "piece", piece: told as Passage };
  if (name === "retry") return { step: "again", broken: (told as { errors: Broken[] }).errors };
  return { step: "proposed", proposal: told as Proposal };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // Cut off in the middle: as good as no answer.
    throw new ApiError(0, {});
  }
}
