import { instantAt } from "@/lib/zones";

/** The moment at which the clocks of a zone show `wall` ("2026-11-24T09:00"); null for what is no time. */
export function instantOf(wall: string, zone: string): string | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : Number.NaN;
  return Number.isNaN(asUtc) ? null : new Date(instantAt(asUtc, zone)).toISOString();
}
