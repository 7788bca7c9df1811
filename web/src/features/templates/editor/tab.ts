/** The faces of a template's page, as its address names them. */
export const TABS = ["edit", "analytics"] as const;
export type Tab = (typeof TABS)[number];
