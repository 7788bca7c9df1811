import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { BUILT_IN } from "../effective";
import type { Attributes, Design } from "../model";
import { usePicked } from "../store";
import classes from "../visual.module.css";
import { Control } from "./controls";
import { linkColorOf, withBody, withDefault, withLinkColor } from "./defaults";
import type { Field } from "./fields";

type Setting = { key: string; field: Field; tag: "mj-body" | "mj-all" | "mj-text" | "mj-button" };
type Section = { name: "page" | "text" | "buttons"; settings: readonly Setting[] };

const one = (tag: Setting["tag"], control: Field["control"], name: string): Setting => ({
  key: `${tag}.${name}`,
  tag,
  field: { name, control },
});
const SECTIONS: readonly Section[] = [
  {
    name: "page",
    settings: [one("mj-body", "color", "background-color"), one("mj-body", "length", "width")],
  },
  {
    name: "text",
    settings: [
      one("mj-all", "family", "font-family"),
      one("mj-text", "length", "font-size"),
      one("mj-text", "length", "line-height"),
      one("mj-text", "color", "color"),
    ],
  },
  {
    name: "buttons",
    settings: [
      one("mj-button", "color", "background-color"),
      one("mj-button", "color", "color"),
      one("mj-button", "length", "border-radius"),
      one("mj-button", "length", "font-size"),
    ],
  },
];

/** The mail as a whole: its ground, its width, and what counts wherever a block says nothing else. */
export function BodyPanel() {
  const { t } = useTranslation("template-visual");
  const { actions } = useSurroundings();
  const design = usePicked((state) => state.design);
  return (
    <Stack gap="sm" p="sm" className={classes.scrolls}>
      <h3 className={classes.panelTitle}>{t("body.title")}</h3>
      <p className={classes.fine}>{t("body.hint")}</p>
      {SECTIONS.map(({ name, settings }) => (
        <section key={name} className={classes.group} aria-label={t(`body.${name}`)}>
          <h4 className={classes.groupName}>{t(`body.${name}`)}</h4>
          {settings.map(({ key, field, tag }) => (
            <Control
              key={key}
              field={field}
              label={t(`attribute.${field.name}`)}
              value={settingOf(design, tag, field.name)}
              pickImage={() => {}}
              onChange={(value) =>
                actions.setDesign((now) =>
                  tag === "mj-body"
                    ? withBody(now, field.name, value)
                    : withDefault(now, tag, field.name, value),
                )
              }
            />
          ))}
          {name === "text" && (
            <Control
              field={{ name: "link", control: "color" }}
              label={t("body.link")}
              value={linkColorOf(design) ?? ""}
              pickImage={() => {}}
              onChange={(value) => actions.setDesign((now) => withLinkColor(now, value))}
            />
          )}
        </section>
      ))}
    </Stack>
  );
}

function settingOf(design: Design, tag: Setting["tag"], name: string): string {
  const own: Attributes | undefined = tag === "mj-body" ? design.body : design.head.defaults[tag];
  const shared = tag === "mj-body" ? undefined : design.head.defaults["mj-all"]?.[name];
  const builtIn = tag === "mj-all" ? BUILT_IN["mj-text"] : BUILT_IN[tag];
  return own?.[name] ?? shared ?? builtIn?.[name] ?? "";
}
