import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import { usePicked } from "../store";
import { pathTo } from "../tree";
import classes from "../visual.module.css";

/** Where the selected block lies: Body › Section › Column › Text. */
export function PathBar() {
  const { t } = useTranslation("template-visual");
  const { actions, words } = useSurroundings();
  const selected = usePicked((state) => state.selected);
  const design = useDeferredValue(usePicked((state) => state.design));
  const path = selected ? pathTo(design, selected) : [];
  return (
    <nav aria-label={t("path.label")} className={classes.path}>
      <ol>
        <li>
          <button
            type="button"
            aria-current={path.length === 0 || undefined}
            onClick={() => actions.select(null)}
          >
            {t("path.body")}
          </button>
        </li>
        {path.map((node) => (
          <li key={node.id}>
            <button
              type="button"
              aria-current={node.id === selected || undefined}
              onClick={() => actions.select(node.id)}
            >
              {words.name(node)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
