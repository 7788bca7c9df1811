/** What can be asked of the built-in model here. */
export const TOOLS = ["sentiment", "summary", "extraction"] as const;
export type Tool = (typeof TOOLS)[number];
export type BuiltinSearch = { tool?: Tool };
