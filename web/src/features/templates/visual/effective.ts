import type { Attributes, Box, Design, Leaf } from "./model";

const FONT = { "font-family": "Ubuntu, Helvetica, Arial, sans-serif", "font-size": "13px" };

/** What MJML itself takes where nobody says anything (its documentation, version 4). */
export const BUILT_IN: Readonly<Record<string, Attributes>> = {
  "mj-body": { width: "600px" },
  "mj-wrapper": { padding: "20px 0" },
  "mj-section": { padding: "20px 0", "text-align": "center", direction: "ltr" },
  "mj-group": { direction: "ltr" },
  "mj-column": { "vertical-align": "top", direction: "ltr" },
  "mj-text": { ...FONT, color: "#000000", "line-height": "1", align: "left", padding: "10px 25px" },
  "mj-button": {
    ...FONT,
    "font-weight": "normal",
    "line-height": "120%",
    "background-color": "#414141",
    color: "#ffffff",
    border: "none",
    "border-radius": "3px",
    align: "center",
    "vertical-align": "middle",
    "text-decoration": "none",
    padding: "10px 25px",
    "inner-padding": "10px 25px",
  },
  "mj-image": { align: "center", border: "0", height: "auto", padding: "10px 25px", "font-size": "13px" },
  "mj-divider": {
    align: "center",
    "border-color": "#000000",
    "border-style": "solid",
    "border-width": "4px",
    padding: "10px 25px",
    width: "100%",
  },
  "mj-spacer": { height: "20px" },
  "mj-table": {
    ...FONT,
    color: "#000000",
    "line-height": "22px",
    align: "left",
    padding: "10px 25px",
    width: "100%",
  },
  "mj-hero": { mode: "fluid-height", "background-color": "#ffffff", padding: "0", "vertical-align": "top" },
  "mj-navbar": { align: "center" },
  "mj-navbar-link": {
    ...FONT,
    color: "#000000",
    "line-height": "22px",
    padding: "15px 10px",
    "text-transform": "uppercase",
  },
  "mj-social": {
    ...FONT,
    align: "center",
    color: "#333333",
    "icon-size": "20px",
    "line-height": "22px",
    mode: "horizontal",
    padding: "10px 25px",
    "border-radius": "3px",
  },
  "mj-social-element": { ...FONT, color: "#000000", "icon-size": "20px", "line-height": "1", padding: "4px" },
};

/** What an element's attributes come to: MJML's own, then `mj-all`, its tag's defaults, its classes, its own. */
export function effective(
  design: Design,
  node: Pick<Box | Leaf, "attributes"> & { tag: string },
): Attributes {
  const { defaults, classes } = design.head;
  const named = (node.attributes["mj-class"] ?? "").split(/\s+/).filter(Boolean);
  return Object.assign(
    {},
    BUILT_IN[node.tag],
    defaults["mj-all"],
    defaults[node.tag],
    ...named.map((name) => classes[name]),
    node.attributes,
  );
}

/** What an element would have without its own attributes: what "reset" goes back to. */
export function inherited(
  design: Design,
  node: Pick<Box | Leaf, "attributes"> & { tag: string },
): Attributes {
  const classNames = node.attributes["mj-class"];
  return effective(design, { tag: node.tag, attributes: classNames ? { "mj-class": classNames } : {} });
}
