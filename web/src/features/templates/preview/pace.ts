/** How long to wait after the last key: shorter where answers come quickly, so that both together stay short. */
export function pauseFor(lastRoundTrip: number | null): number {
  if (lastRoundTrip === null) return 60;
  return Math.round(Math.min(300, Math.max(40, lastRoundTrip * 0.75)));
}

/** What is left of the pause, some time after the last key. */
export function remaining(pause: number, sinceTyped: number): number {
  return Math.max(0, pause - sinceTyped);
}
