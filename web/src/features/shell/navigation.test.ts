import { describe, expect, it } from "vitest";
import type { Me, PermissionKey } from "@/lib/api-types";
import { findCurrent, pagesFor, sectionsFor } from "./navigation";

const may = (...permissions: PermissionKey[]) =>
  ({ permissions, organization: { id: "1" }, profile: { role: "admin" } }) as unknown as Me;
const alice = may(
  "ai.use",
  "mail.read",
  "organization.manage",
  "contacts.read",
  "contacts.manage",
  "templates.read",
);

describe("the navigation", () => {
  it.each([
    ["/", "home"],
    ["/admin/mail", "mail"],
    ["/admin/mail/5f0c", "mail"],
    ["/admin/mail/inbox/5f0c", "inbox"],
    ["/admin/mail/inbox/received", "inbox"],
    ["/admin/mail/campaigns/new", "campaigns"],
    ["/admin/mail/suppressions", "deliverability"],
    ["/admin/mail/receiving", "mail_setup"],
    ["/admin/contacts/segments/new", "contacts"],
    ["/account/ai/usage", "ai"],
  ])("marks one entry for %s", (pathname, key) => {
    expect(findCurrent(sectionsFor(alice), pathname)?.key).toBe(key);
  });

  it("marks none for a page of no entry", () => {
    expect(findCurrent(sectionsFor(alice), "/account")).toBeUndefined();
  });

  it("offers the pages behind tabs once, and no page that the person may not see", () => {
    const keys = (me: Me) => pagesFor(me).map(({ key }) => key);
    expect(keys(alice)).toEqual(expect.arrayContaining(["contacts", "imports", "sending", "receiving"]));
    expect(keys(alice)).not.toContain("mail_setup");
    expect(keys(may("contacts.read"))).toEqual(["home", "contacts", "lists", "segments"]);
  });
});
