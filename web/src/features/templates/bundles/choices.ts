import type { EntryChoice } from "@/lib/api-types-library";

/** How many of a file's templates would be taken in. */
export function countChosen(choices: Readonly<Record<string, EntryChoice>>): number {
  return Object.values(choices).filter((choice) => choice !== "skip").length;
}
