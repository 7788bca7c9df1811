import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import type { Box, Leaf } from "../model";
import classes from "../visual.module.css";

const NAME = /^[a-z][a-z-]*$/;

/** Every attribute an element has, by name. */
export function Advanced({ node }: { node: Box | Leaf }) {
  const { t } = useTranslation("template-visual");
  const { actions, readOnly } = useSurroundings();
  const [fresh, setFresh] = useState("");
  const isName = NAME.test(fresh.trim()) && !(fresh.trim() in node.attributes);
  return (
    <details className={classes.advanced}>
      <summary>{t("inspector.all", { count: Object.keys(node.attributes).length })}</summary>
      {Object.entries(node.attributes).map(([name, value]) => (
        <div key={name} className={classes.pair}>
          <TextInput
            size="xs"
            label={name}
            readOnly={readOnly}
            value={value}
            onChange={(event) => actions.setAttributes(node.id, { [name]: event.currentTarget.value })}
          />
          {!readOnly && (
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={t("inspector.remove", { name })}
              onClick={() => actions.setAttributes(node.id, { [name]: undefined })}
            >
              <IconX size={13} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!readOnly && (
        <form
          className={classes.pair}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            if (!isName) return;
            actions.setAttributes(node.id, { [fresh.trim()]: "" });
            setFresh("");
          }}
        >
          <TextInput
            size="xs"
            label={t("inspector.add_name")}
            placeholder="css-class"
            error={fresh.trim() !== "" && !isName && t("inspector.bad_name")}
            value={fresh}
            onChange={(event) => setFresh(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="compact-sm"
            variant="default"
            disabled={!isName}
            aria-label={t("inspector.add")}
          >
            <IconPlus size={14} aria-hidden />
          </Button>
        </form>
      )}
    </details>
  );
}
