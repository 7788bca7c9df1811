import { expect, it } from "vitest";
import type { UsageRow } from "@/lib/api-types-library";
import { sortUsage } from "./sorting";

const row = (name: string, sent: number) =>
  ({ organization: { id: name, name }, type: "welcome", sent }) as UsageRow;

it("sorts use by a number, equal rows by organisation", () => {
  const rows = [row("Harbour", 2), row("Quay", 9), row("Northgate", 2)];
  expect(sortUsage(rows, "sent", false).map((each) => each.organization.name)).toEqual([
    "Quay",
    "Harbour",
    "Northgate",
  ]);
});

it("sorts use by organisation both ways", () => {
  const rows = [row("Harbour", 2), row("Quay", 9)];
  expect(sortUsage(rows, "organization", true)[0]?.organization.name).toBe("Harbour");
  expect(sortUsage(rows, "organization", false)[0]?.organization.name).toBe("Quay");
});
