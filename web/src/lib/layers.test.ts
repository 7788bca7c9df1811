import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(__dirname, "..");
/** What each folder may import of ours, beside itself. */
const ALLOWED: Record<string, string[]> = {
  routes: ["features", "ui", "lib"],
  // Words are data: they import nothing.
  features: ["ui", "lib", "locales"],
  ui: ["lib", "locales"],
  lib: [],
};

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): string[] {
  const code = readFileSync(file, "utf8");
  return [...code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].flatMap(([, target = ""]) => {
    if (target.startsWith("@/")) return [target.slice(2)];
    if (target.startsWith(".")) return [relative(SOURCE, resolve(dirname(file), target))];
    return [];
  });
}

function complaints(layer: string): string[] {
  return sources(join(SOURCE, layer)).flatMap((file) => {
    const from = relative(SOURCE, file);
    const feature = layer === "features" ? from.split("/")[1] : null;
    return importsOf(file).flatMap((target) => {
      const [top = "", second] = target.split("/");
      const own = top === layer && (feature === null || second === feature);
      return own || ALLOWED[layer]?.includes(top) ? [] : [`${from} imports ${target}`];
    });
  });
}

describe("imports", () => {
  it.each(Object.keys(ALLOWED))("of %s go one way", (layer) => {
    expect(complaints(layer)).toEqual([]);
  });

  it("keep files within 250 lines", () => {
    const long = sources(SOURCE).filter(
      (file) => !file.includes(".gen.") && readFileSync(file, "utf8").split("\n").length > 251,
    );
    expect(long.map((file) => relative(SOURCE, file))).toEqual([]);
  });
});
