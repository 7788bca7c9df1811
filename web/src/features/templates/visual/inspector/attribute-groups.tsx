import { ActionIcon, Tooltip } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { effective } from "../effective";
import { joinSides, paddingOf } from "../look";
import type { Attributes, Box, Leaf } from "../model";
import classes from "../visual.module.css";
import { Control } from "./controls";
import { FIELDS, type Field } from "./fields";

/** The attributes that matter, each with a way back to its default where it has a value of its own. */
export function AttributeGroups({ node }: { node: Box | Leaf }) {
  const { t } = useTranslation("template-visual");
  const { defaults } = useSurroundings();
  const all = effective(defaults, node);
  return FIELDS[node.tag].map(({ name, fields }) => (
    <section key={name} className={classes.group} aria-label={t(`group.${name}`)}>
      <h4 className={classes.groupName}>{t(`group.${name}`)}</h4>
      {fields.map((field) => (
        <Row key={field.name} node={node} field={field} all={all} />
      ))}
    </section>
  ));
}

function Row({ node, field, all }: { node: Box | Leaf; field: Field; all: Attributes }) {
  const { t } = useTranslation("template-visual");
  const { actions, readOnly, pickImage } = useSurroundings();
  const { name } = field;
  const label = t(`attribute.${name}`);
  const parts = field.control === "sides" ? [name, ...SIDES.map((side) => `${name}-${side}`)] : [name];
  const isOwn = parts.some((part) => part in node.attributes);
  const value = field.control === "sides" ? joinSides(paddingOf(all, name)) : (all[name] ?? "");
  const isNeeded = ["src", "href"].includes(name);
  return (
    <div className={classes.field}>
      <Control
        field={field}
        label={label}
        value={value}
        pickImage={() => pickImage(node.id, name)}
        onChange={(next) =>
          actions.setAttributes(node.id, {
            // One spelling for the four sides, so that none of them speaks against another.
            ...Object.fromEntries(parts.map((part) => [part, undefined])),
            [name]: isNeeded ? (next ?? "") : next,
          })
        }
      />
      {isOwn && !readOnly && !isNeeded && (
        <Tooltip label={t("inspector.reset", { name: label })}>
          <ActionIcon
            size="xs"
            variant="subtle"
            color="gray"
            className={classes.reset}
            aria-label={t("inspector.reset", { name: label })}
            onClick={() =>
              actions.setAttributes(node.id, Object.fromEntries(parts.map((part) => [part, undefined])))
            }
          >
            <IconRestore size={13} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

const SIDES = ["top", "right", "bottom", "left"];
