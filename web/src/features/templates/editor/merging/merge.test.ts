import { describe, expect, it } from "vitest";
import type { Draft } from "../draft";
import { mayTakeBoth, mergeDrafts, settle } from "./merge";

const base: Draft = {
  name: "Welcome",
  description: "",
  category: "system",
  subject: "Hello",
  preheader: "",
  html_code: "<p>one</p>\n<p>two</p>\n<p>three</p>",
  text_code: "",
  source_format: "html",
  from_email_address_type: "transactional_email",
  email_main_logo_image: "",
  design: null,
};

describe("merging two drafts", () => {
  it("takes changes of different fields and different lines together", () => {
    const mine = { ...base, subject: "Hi", html_code: "<p>ONE</p>\n<p>two</p>\n<p>three</p>" };
    const theirs = { ...base, preheader: "News", html_code: "<p>one</p>\n<p>two</p>\n<p>THREE</p>" };
    const merge = mergeDrafts(base, mine, theirs);
    expect(merge.conflicts).toEqual([]);
    expect(settle(merge, mine, theirs, {})).toMatchObject({
      subject: "Hi",
      preheader: "News",
      html_code: "<p>ONE</p>\n<p>two</p>\n<p>THREE</p>",
    });
  });

  it("asks about lines that both changed", () => {
    const mine = { ...base, html_code: "<p>one</p>\n<p>mine</p>\n<p>three</p>" };
    const theirs = { ...base, html_code: "<p>one</p>\n<p>theirs</p>\n<p>three</p>" };
    const merge = mergeDrafts(base, mine, theirs);
    const [conflict] = merge.conflicts;
    expect(conflict).toMatchObject({
      field: "html_code",
      line: 2,
      mine: "<p>mine</p>",
      theirs: "<p>theirs</p>",
    });
    const id = conflict?.id ?? "";
    const codeOf = (choice: "mine" | "theirs" | "both") =>
      settle(merge, mine, theirs, { [id]: choice }).html_code;
    expect(codeOf("mine")).toBe(mine.html_code);
    expect(codeOf("theirs")).toBe(theirs.html_code);
    expect(codeOf("both")).toBe("<p>one</p>\n<p>theirs</p>\n<p>mine</p>\n<p>three</p>");
  });

  it("lets one side take its lines out", () => {
    const mine = { ...base, html_code: "<p>one</p>\n<p>three</p>" };
    const theirs = { ...base, html_code: "<p>one</p>\n<p>2</p>\n<p>three</p>" };
    const merge = mergeDrafts(base, mine, theirs);
    const [conflict] = merge.conflicts;
    expect(conflict && mayTakeBoth(conflict)).toBe(false);
    expect(settle(merge, mine, theirs, { [conflict?.id ?? ""]: "mine" }).html_code).toBe(mine.html_code);
  });

  it("takes a line field whole", () => {
    const mine = { ...base, subject: "Mine" };
    const theirs = { ...base, subject: "Theirs" };
    const merge = mergeDrafts(base, mine, theirs);
    expect(merge.conflicts).toMatchObject([{ id: "subject", line: 0, mine: "Mine", theirs: "Theirs" }]);
    expect(settle(merge, mine, theirs, { subject: "theirs" }).subject).toBe("Theirs");
    expect(settle(merge, { ...mine, subject: "" }, theirs, {}).subject).toBe("Mine");
  });

  it("does not ask where both did the same", () => {
    const same = { ...base, subject: "Same", html_code: "<p>same</p>" };
    const merge = mergeDrafts(base, same, { ...same });
    expect(merge.conflicts).toEqual([]);
    expect(settle(merge, same, same, {})).toMatchObject({ subject: "Same", html_code: "<p>same</p>" });
  });

  it("takes code in another format whole, with its format", () => {
    const mine: Draft = { ...base, source_format: "mjml", html_code: "<mjml>mine</mjml>" };
    const theirs = { ...base, html_code: "<p>theirs</p>" };
    const merge = mergeDrafts(base, mine, theirs);
    expect(merge.conflicts).toMatchObject([{ field: "html_code", line: 0 }]);
    expect(settle(merge, mine, theirs, { html_code: "theirs" })).toMatchObject({
      source_format: "html",
      html_code: theirs.html_code,
    });
    expect(settle(merge, mine, theirs, { html_code: "mine" })).toMatchObject({ source_format: "mjml" });
  });

  it("forgets the design of merged code, which is read anew", () => {
    const blocks = { ...base, source_format: "visual", design: { version: 1 } } as const;
    const mine: Draft = { ...blocks, html_code: base.html_code.replace("one", "1") };
    const theirs: Draft = { ...blocks, html_code: base.html_code.replace("three", "3") };
    const merged = settle(mergeDrafts(blocks, mine, theirs), mine, theirs, {});
    expect(merged).toMatchObject({ source_format: "visual", design: null });
    expect(settle(mergeDrafts(blocks, mine, blocks), mine, blocks, {}).design).toBe(mine.design);
  });
});
