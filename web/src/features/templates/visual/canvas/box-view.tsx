import { useSurroundings } from "../context";
import { effective } from "../effective";
import { surfaceLook } from "../look";
import type { Box } from "../model";
import classes from "../visual.module.css";
import { Blocks } from "./blocks";

export function BoxView({ node }: { node: Box }) {
  const { defaults, samples } = useSurroundings();
  const attributes = effective(defaults, node);
  const name = `${classes.surface} ${attributes["css-class"] ?? ""}`;
  const look = surfaceLook(attributes, samples);
  switch (node.tag) {
    case "mj-section":
    case "mj-group":
      return (
        <div className={name} style={look}>
          <Blocks nodes={node.children} parent={node.id} row fixed={node.tag === "mj-group"} />
        </div>
      );
    case "mj-social":
    case "mj-navbar": {
      const isColumn = attributes.mode === "vertical";
      return (
        <div className={name} style={{ ...look, textAlign: attributes.align as "left" }}>
          <div className={classes.inline} data-align={attributes.align} data-column={isColumn || undefined}>
            <Blocks nodes={node.children} parent={node.id} />
          </div>
        </div>
      );
    }
    default:
      return (
        <div className={name} style={{ ...look, alignSelf: attributes["vertical-align"] }}>
          <Blocks nodes={node.children} parent={node.id} />
        </div>
      );
  }
}
