import type { Obstacle, ObstacleReason } from "./model";
import type { Markup } from "./read-markup";

/** Thrown while reading: the source cannot become blocks. */
export class Refusal extends Error {
  constructor(
    readonly reason: ObstacleReason,
    readonly detail: string,
    readonly index: number,
  ) {
    super(reason);
  }
}

export function obstacleOf({ reason, detail, index }: Refusal, markup: Markup): Obstacle {
  return { message: reason, detail, ...markup.place(index) };
}
