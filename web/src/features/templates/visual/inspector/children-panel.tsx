import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { leaf, socialElement } from "../blocks";
import { useSurroundings } from "../context";
import { effective } from "../effective";
import type { Box, Node } from "../model";
import { box } from "../places";
import classes from "../visual.module.css";

/** The columns of a section, the networks of a social block, the links of a navigation. */
export function ChildrenPanel({ node }: { node: Box }) {
  const { t } = useTranslation("template-visual");
  const { actions, words, readOnly, defaults } = useSurroundings();
  const fresh = freshChild(node);
  if (!fresh) return null;
  const nameOf = (child: Node) => {
    if (child.kind === "leaf" && child.tag === "mj-social-element") {
      return effective(defaults, child).name || words.name(child);
    }
    return words.describe(child);
  };
  return (
    <section className={classes.group} aria-label={t(`children.${node.tag}`)}>
      <h4 className={classes.groupName}>{t(`children.${node.tag}`)}</h4>
      <ul className={classes.children}>
        {node.children.map((child, at) => {
          const name = nameOf(child);
          return (
            <li key={child.id}>
              <button type="button" className={classes.savedName} onClick={() => actions.select(child.id)}>
                {name}
              </button>
              {!readOnly && (
                <>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={at === 0}
                    aria-label={`${t("bar.up")}: ${name}`}
                    onClick={() => actions.reorder(node.id, child.id, at - 1)}
                  >
                    <IconArrowUp size={13} />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    disabled={at === node.children.length - 1}
                    aria-label={`${t("bar.down")}: ${name}`}
                    onClick={() => actions.reorder(node.id, child.id, at + 2)}
                  >
                    <IconArrowDown size={13} />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    variant="subtle"
                    color="gray"
                    aria-label={`${t("bar.delete")}: ${name}`}
                    onClick={() => actions.removeChild(node.id, child.id)}
                  >
                    <IconTrash size={13} />
                  </ActionIcon>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {!readOnly && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={13} aria-hidden />}
          onClick={() => actions.addChild(node.id, fresh())}
        >
          {t(`children.add_${node.tag}`)}
        </Button>
      )}
    </section>
  );
}

function freshChild({ tag }: Box): (() => Node) | null {
  switch (tag) {
    case "mj-section":
    case "mj-group":
      return () => box("mj-column", []);
    case "mj-social":
      return () => socialElement("web");
    case "mj-navbar":
      return () => leaf("mj-navbar-link", { href: "" }, "Link");
    default:
      return null;
  }
}
