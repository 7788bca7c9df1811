import type { CSSProperties } from "react";
import type { Attributes } from "./model";
import { colourOf, fill, type Samples } from "./samples";

/** Lengths of four sides, filled in from CSS's short forms. */
export function sidesOf(padding: string): [string, string, string, string] {
  const [top = "0", right = top, bottom = top, left = right] = padding.trim().split(/\s+/).filter(Boolean);
  return [top, right, bottom, left];
}

/** The shortest spelling of four sides. */
export function joinSides([top, right, bottom, left]: readonly [string, string, string, string]): string {
  if (left !== right) return `${top} ${right} ${bottom} ${left}`;
  if (top !== bottom) return `${top} ${right} ${bottom}`;
  return top === right ? top : `${top} ${right}`;
}

/** `padding` with `padding-left` and its like put over it, as MJML does. */
export function paddingOf(attributes: Attributes, name = "padding"): [string, string, string, string] {
  const [top, right, bottom, left] = sidesOf(attributes[name] ?? "0");
  const own = (side: string, value: string) => attributes[`${name}-${side}`] ?? value;
  return [own("top", top), own("right", right), own("bottom", bottom), own("left", left)];
}

const css = (length: string | undefined) =>
  length && /^\d+(\.\d+)?$/.test(length) ? `${length}px` : length || undefined;

/** The cell around a block: what lies between it and its neighbours. */
export function cellLook(attributes: Attributes, samples: Samples): CSSProperties {
  return {
    padding: paddingOf(attributes).map(css).join(" "),
    backgroundColor: colourOf(attributes["container-background-color"], samples),
    textAlign: attributes.align as CSSProperties["textAlign"],
  };
}

export function fontLook(attributes: Attributes, samples: Samples): CSSProperties {
  return {
    fontFamily: attributes["font-family"] && fill(attributes["font-family"], samples),
    fontSize: css(attributes["font-size"]),
    fontWeight: attributes["font-weight"] as CSSProperties["fontWeight"],
    fontStyle: attributes["font-style"],
    lineHeight: lineHeightOf(attributes["line-height"]),
    letterSpacing: css(attributes["letter-spacing"]),
    textDecoration: attributes["text-decoration"],
    textTransform: attributes["text-transform"] as CSSProperties["textTransform"],
    color: colourOf(attributes.color, samples),
  };
}

function lineHeightOf(value: string | undefined): string | undefined {
  return value && /^\d{2,}$/.test(value) ? `${value}px` : value;
}

export function borderLook(attributes: Attributes, samples: Samples): CSSProperties {
  const side = (name: string) => {
    const value = attributes[name];
    return value && value !== "0" ? fill(value, samples) : undefined;
  };
  const all = side("border");
  return {
    borderTop: side("border-top") ?? all,
    borderRight: side("border-right") ?? all,
    borderBottom: side("border-bottom") ?? all,
    borderLeft: side("border-left") ?? all,
    borderRadius: attributes["border-radius"],
  };
}

/** A section, wrapper, hero or column's own surface. */
export function surfaceLook(attributes: Attributes, samples: Samples): CSSProperties {
  const image = attributes["background-url"] && fill(attributes["background-url"], samples);
  return {
    padding: paddingOf(attributes).map(css).join(" "),
    backgroundColor: colourOf(attributes["background-color"], samples),
    ...(image && isOurs(image) && { backgroundImage: `url("${encodeURI(image)}")`, backgroundSize: "cover" }),
    ...borderLook(attributes, samples),
    textAlign: (attributes["text-align"] as CSSProperties["textAlign"]) ?? undefined,
  };
}

export function buttonLook(attributes: Attributes, samples: Samples): CSSProperties {
  return {
    ...fontLook(attributes, samples),
    ...borderLook(attributes, samples),
    padding: paddingOf(attributes, "inner-padding").map(css).join(" "),
    backgroundColor: colourOf(attributes["background-color"], samples),
    width: css(attributes.width),
    textAlign: (attributes["text-align"] as CSSProperties["textAlign"]) ?? "center",
  };
}

export function dividerLook(attributes: Attributes, samples: Samples): CSSProperties {
  const colour = colourOf(attributes["border-color"], samples) ?? "currentColor";
  const margins = { left: "0 auto 0 0", right: "0 0 0 auto" } as const;
  return {
    borderTop: `${attributes["border-width"]} ${attributes["border-style"]} ${colour}`,
    width: css(attributes.width),
    margin: margins[attributes.align as "left" | "right"] ?? "0 auto",
  };
}

export function imageLook(attributes: Attributes, samples: Samples): CSSProperties {
  return {
    ...borderLook(attributes, samples),
    width: css(attributes.width) ?? "100%",
    height: attributes.height === "auto" ? undefined : css(attributes.height),
    objectFit: attributes.height && attributes.height !== "auto" ? "contain" : undefined,
  };
}

/** Pictures from other hosts are not fetched while a mail is being written: whoever keeps them would see it. */
export function isOurs(address: string): boolean {
  if (/^data:image\//.test(address)) return true;
  return address.startsWith("/") || address.startsWith(`${globalThis.location?.origin ?? "/"}/`);
}
