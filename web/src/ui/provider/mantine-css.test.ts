import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SOURCE = join(__dirname, "../..");
const STYLES = join(SOURCE, "../node_modules/@mantine/core/styles");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".tsx") ? [path] : [];
  });
}

it("imports the stylesheet of every Mantine component in use", () => {
  const imported = readFileSync(join(__dirname, "mantine.css"), "utf8");
  const used = sources(SOURCE).flatMap((file) => {
    const code = readFileSync(file, "utf8");
    const block = code.match(/import \{([^}]+)\} from "@mantine\/core"/)?.[1] ?? "";
    return block.split(",").map((name) => name.trim());
  });
  const missing = [...new Set(used)].filter(
    (name) => existsSync(join(STYLES, `${name}.css`)) && !imported.includes(`/${name}.css"`),
  );
  expect(missing).toEqual([]);
});
