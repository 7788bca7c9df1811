import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Text = { [key: string]: string | Text };

const SOURCE = join(__dirname, "..");
const LOCALES_DIR = join(SOURCE, "locales");
const PLURAL = /_(zero|one|two|few|many|other)$/;

function flatten(text: Text, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(text)) {
    const path = prefix ? `${prefix}.${key}` : key;
    if (typeof value === "string") found.set(path, value);
    else for (const [inner, words] of flatten(value, path)) found.set(inner, words);
  }
  return found;
}

function read(locale: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(join(LOCALES_DIR, locale))) {
    const text = JSON.parse(readFileSync(join(LOCALES_DIR, locale, file), "utf8")) as Text;
    for (const [key, words] of flatten(text)) all.set(`${file.replace(".json", "")}:${key}`, words);
  }
  return all;
}

function sources(folder = SOURCE): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.|\.gen\./.test(entry.name) ? [path] : [];
  });
}

type Use = { key: string; file: string; dynamic: boolean };

/** Literal keys, and the literal beginning of keys with `${…}` in them. */
function usedKeys(): Use[] {
  return sources().flatMap((file) => {
    const code = readFileSync(file, "utf8");
    const home = code.match(/useTranslation\("([a-z_-]+)"\)/)?.[1] ?? "common";
    const calls = code.matchAll(/\bt\(\s*(?:[\w.!=& ()]+\?\s*)?(["`])([^"`]+)\1(?:\s*:\s*"([^"]+)")?/g);
    const vocabularies = [...code.matchAll(/\bnamespace: "([a-z-]+)"/g)];
    const sentences = vocabularies.map(([, name]) => ({ key: `${name}:say.`, file, dynamic: true }));
    const literals = [...calls].flatMap((call) =>
      [call[2], call[3]].flatMap((raw) => {
        if (!raw) return [];
        const [literal = "", rest] = raw.split("${", 2);
        const key = literal.includes(":") ? literal : `${home}:${literal}`;
        return [{ key, file: file.slice(SOURCE.length + 1), dynamic: rest !== undefined }];
      }),
    );
    return [...literals, ...sentences];
  });
}

const en = read("en");
const es = read("es");
const placeholders = (words: string) => [...words.matchAll(/\{\{\s*(\w+)/g)].map((hit) => hit[1]).sort();

describe("translations", () => {
  it("have the same keys in every language", () => {
    expect([...es.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("use the same placeholders in every language", () => {
    const differing = [...en].filter(
      ([key, words]) => placeholders(words).join() !== placeholders(es.get(key) ?? "").join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it("contain no empty text", () => {
    expect([...en, ...es].filter(([, words]) => words.trim() === "").map(([key]) => key)).toEqual([]);
  });

  it("have every key that the code uses", () => {
    const bare = new Set([...en.keys()].map((key) => key.replace(PLURAL, "")));
    const missing = usedKeys().filter(({ key, dynamic }) =>
      dynamic ? ![...en.keys()].some((known) => known.startsWith(key)) : !en.has(key) && !bare.has(key),
    );
    expect(missing.map(({ key, file }) => `${key} in ${file}`)).toEqual([]);
  });

  it("have no key that no code uses", () => {
    const used = usedKeys();
    const unused = [...en.keys()].filter((known) => {
      const bare = known.replace(PLURAL, "");
      return !used.some(({ key, dynamic }) =>
        dynamic ? known.startsWith(key) : key === known || key === bare,
      );
    });
    expect(unused).toEqual([]);
  });
});
