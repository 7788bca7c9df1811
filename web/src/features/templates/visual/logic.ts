/** How a condition asks: `truthy` and `falsy` look at the placeholder alone. */
export const OPERATORS = [
  "set",
  "empty",
  "truthy",
  "equal",
  "unequal",
  "greater",
  "less",
  "at_least",
  "at_most",
  "contains",
] as const;
export type Operator = (typeof OPERATORS)[number];
export type Clause = { keyword: "if" | "elsif" | "unless"; name: string; operator: Operator; value: string };

const SIGNS: Partial<Record<Operator, string>> = {
  equal: "==",
  unequal: "!=",
  greater: ">",
  less: "<",
  at_least: ">=",
  at_most: "<=",
  contains: "contains",
};
const CLAUSE =
  /^(if|elsif|unless)\s+([\w.[\]-]+)(?:\s*(==|!=|<>|>=|<=|>|<|\bcontains\b)\s*("[^"]*"|'[^']*'|[\w.-]+))?$/;

/** A condition of one comparison; null for anything else, which is edited as it is written. */
export function readClause(tag: string): Clause | null {
  const match = CLAUSE.exec(tag.trim());
  if (!match) return null;
  const [, keyword = "if", name = "", sign, raw] = match;
  const clause = { keyword: keyword as Clause["keyword"], name };
  if (sign === undefined) return { ...clause, operator: "truthy", value: "" };
  if (raw === "blank" || raw === "empty" || raw === "nil") {
    return sign === "==" || sign === "!="
      ? { ...clause, operator: sign === "==" ? "empty" : "set", value: "" }
      : null;
  }
  const written = sign === "<>" ? "!=" : sign;
  const operator = OPERATORS.find((each) => SIGNS[each] === written);
  return operator ? { ...clause, operator, value: unquote(raw ?? "") } : null;
}

function unquote(raw: string): string {
  return /^["']/.test(raw) ? raw.slice(1, -1) : raw;
}

export function writeClause({ keyword, name, operator, value }: Clause): string {
  if (operator === "truthy") return `${keyword} ${name}`;
  if (operator === "set") return `${keyword} ${name} != blank`;
  if (operator === "empty") return `${keyword} ${name} == blank`;
  return `${keyword} ${name} ${SIGNS[operator]} ${quote(value)}`;
}

/** Numbers and yes or no go bare; everything else is a word between quotes. */
function quote(value: string): string {
  if (/^-?\d+(\.\d+)?$/.test(value) || value === "true" || value === "false") return value;
  return value.includes('"') ? `'${value.replaceAll("'", "")}'` : `"${value}"`;
}

export function needsValue(operator: Operator): boolean {
  return !["set", "empty", "truthy"].includes(operator);
}

export type Round = { item: string; list: string; rest: string };

export function readRound(tag: string): Round | null {
  const match = /^for\s+(\w+)\s+in\s+([\w.[\]-]+)\s*(.*)$/.exec(tag.trim());
  return match ? { item: match[1] ?? "", list: match[2] ?? "", rest: match[3] ?? "" } : null;
}

export function writeRound({ item, list, rest }: Round): string {
  return `for ${item} in ${list}${rest ? ` ${rest}` : ""}`;
}

/** What may stand in a Liquid tag of ours: no ending of the tag, no line break. */
export function isTagText(text: string): boolean {
  return text.trim() !== "" && !/[%{}\r\n]/.test(text);
}
