import { IconPhoto, IconPhotoPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { imageLook, isOurs } from "../look";
import type { Attributes, Leaf } from "../model";
import { fill } from "../samples";
import classes from "../visual.module.css";

/** A picture; where there is none yet, a way to choose it. */
export function Picture({ node, attributes }: { node: Leaf; attributes: Attributes }) {
  const { t } = useTranslation("template-visual");
  const { samples, readOnly, actions, pickImage } = useSurroundings();
  const source = fill(attributes.src ?? "", samples);
  const alt = fill(attributes.alt ?? "", samples);
  const look = imageLook(attributes, samples);
  if (source && isOurs(source))
    return <img className={classes.image} src={source} alt={alt} style={look} draggable={false} />;
  if (attributes.src || readOnly) {
    return (
      <div className={classes.picture} style={{ width: look.width, height: look.height ?? "5rem" }}>
        <IconPhoto size={18} aria-hidden />
        <span>{alt || hostOf(source) || t("canvas.no_picture")}</span>
      </div>
    );
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.picture}
      data-empty
      onClick={(event) => {
        event.stopPropagation();
        actions.select(node.id);
        pickImage(node.id);
      }}
    >
      <IconPhotoPlus size={20} aria-hidden /> {t("canvas.choose_picture")}
    </button>
  );
}

function hostOf(address: string): string {
  return /^https?:\/\/([^/?#]+)/.exec(address)?.[1] ?? address;
}
