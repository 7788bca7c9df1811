import {
  IconBrandFacebook,
  IconBrandGithub,
  IconBrandInstagram,
  IconBrandLinkedin,
  IconBrandMedium,
  IconBrandPinterest,
  IconBrandSnapchat,
  IconBrandSoundcloud,
  IconBrandTumblr,
  IconBrandVimeo,
  IconBrandX,
  IconBrandXing,
  IconBrandYoutube,
  IconWorld,
} from "@tabler/icons-react";
import type { Attributes } from "../model";
import classes from "../visual.module.css";

/** The networks MJML knows, with the colour it gives each. */
export const NETWORKS = {
  facebook: { icon: IconBrandFacebook, color: "#3b5998" },
  instagram: { icon: IconBrandInstagram, color: "#3f729b" },
  linkedin: { icon: IconBrandLinkedin, color: "#0077b5" },
  x: { icon: IconBrandX, color: "#000000" },
  twitter: { icon: IconBrandX, color: "#55acee" },
  youtube: { icon: IconBrandYoutube, color: "#eb3323" },
  github: { icon: IconBrandGithub, color: "#000000" },
  medium: { icon: IconBrandMedium, color: "#000000" },
  pinterest: { icon: IconBrandPinterest, color: "#bd081c" },
  snapchat: { icon: IconBrandSnapchat, color: "#fffa54" },
  soundcloud: { icon: IconBrandSoundcloud, color: "#ef7f31" },
  tumblr: { icon: IconBrandTumblr, color: "#344356" },
  vimeo: { icon: IconBrandVimeo, color: "#53b4e7" },
  web: { icon: IconWorld, color: "#4bada9" },
  xing: { icon: IconBrandXing, color: "#296366" },
} as const;
export type Network = keyof typeof NETWORKS;

export function networkOf(name: string | undefined): Network {
  const bare = (name ?? "").replace(/-noshare$/, "");
  return bare in NETWORKS ? (bare as Network) : "web";
}

export function SocialIcon({ attributes }: { attributes: Attributes }) {
  const { icon: Icon, color } = NETWORKS[networkOf(attributes.name)];
  const size = Number.parseInt(attributes["icon-size"] ?? "20", 10) || 20;
  return (
    <span
      className={classes.social}
      style={{
        width: size,
        height: size,
        borderRadius: attributes["border-radius"] ?? "3px",
        backgroundColor: attributes["background-color"] ?? color,
      }}
    >
      <Icon size={size * 0.75} color="#ffffff" aria-hidden />
    </span>
  );
}
