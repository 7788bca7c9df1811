import type { Attributes } from "../model";
import colors from "../networks.json";
import classes from "../visual.module.css";

/** The networks we have an icon of, with the colour it lies on. The server fills both in for a mail. */
export const NETWORKS: Readonly<Record<string, string>> = colors;

/** `facebook-noshare` leads to a page of one's own, `facebook` to sharing the address there; they look alike. */
export function networkOf(name: string | undefined): string {
  const bare = (name ?? "").replace(/-noshare$/, "");
  return bare in NETWORKS ? bare : "web";
}

export function SocialIcon({ attributes }: { attributes: Attributes }) {
  const network = networkOf(attributes.name);
  const size = Number.parseInt(attributes["icon-size"] ?? "20", 10) || 20;
  return (
    <span
      className={classes.social}
      style={{
        width: size,
        height: size,
        borderRadius: attributes["border-radius"] ?? "3px",
        backgroundColor: attributes["background-color"] ?? NETWORKS[network],
      }}
    >
      <img src={`/social/${network}.png`} alt="" width={size} height={size} />
    </span>
  );
}
