import { describe, expect, it } from "vitest";
import { hasRemoteImages, withScheme } from "./scheme";

const mail = "<head><style>@media (prefers-color-scheme: dark){p{color:white}}</style></head><p>Hi</p>";

describe("the appearance of a mail", () => {
  it("is decided here and not by the machine", () => {
    expect(withScheme(mail, "dark")).toContain("@media (min-width: 0px)");
    expect(withScheme(mail, "light")).toContain("@media (max-width: 0px)");
    expect(withScheme(mail, "dark")).toContain("color-scheme:dark only");
  });
});

describe("remote pictures", () => {
  it("are those of other hosts", () => {
    expect(hasRemoteImages('<img src="https://a.test/x.png">', "https://desk.test")).toBe(true);
    expect(hasRemoteImages('<img src="https://desk.test/media/x.png">', "https://desk.test")).toBe(false);
    expect(hasRemoteImages('<a href="https://a.test/">a</a><img src="cid:1">', "https://desk.test")).toBe(
      false,
    );
  });
});
