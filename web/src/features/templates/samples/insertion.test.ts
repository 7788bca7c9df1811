import { describe, expect, it } from "vitest";
import { insertAt, snippetFor, unusedIn } from "./insertion";

describe("insertion", () => {
  it("goes to the cursor, over the selection, or to the end", () => {
    expect(insertAt("Hello !", "Carol", 6)).toEqual({ text: "Hello Carol!", cursor: 11 });
    expect(insertAt("Hello you!", "Carol", 6, 9)).toEqual({ text: "Hello Carol!", cursor: 11 });
    expect(insertAt("Hello ", "Carol")).toEqual({ text: "Hello Carol", cursor: 11 });
    expect(insertAt("Hi", "!", 99, 3)).toEqual({ text: "Hi!", cursor: 3 });
  });

  it("writes lists as loops and times with a format", () => {
    expect(snippetFor("name", "text")).toBe("{{ name }}");
    expect(snippetFor("meeting.starts_at", "datetime")).toBe("{{ meeting.starts_at | datetime }}");
    expect(snippetFor("order.items", "list")).toContain("{% for item in order.items %}");
  });

  it("knows which required names a template leaves out", () => {
    const placeholders = ["name", "url", "note", "title"].map((name) => ({
      name,
      required: name !== "note",
    }));
    const written = {
      html_code: "<p title='title'>{{ name | upcase }}</p>",
      subject: "{% if url %}x{% endif %}",
    };
    expect([...unusedIn(placeholders, written)]).toEqual(["title"]);
  });
});
