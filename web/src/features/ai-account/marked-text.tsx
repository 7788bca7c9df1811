import classes from "./ai-account.module.css";
import { piecesOf, type Span } from "./marks";

/** The text itself, with what was found in it marked. */
export function MarkedText({ text, spans }: { text: string; spans: Span[] }) {
  return (
    <div className={classes.marked}>
      {piecesOf(text, spans).map(({ at, text: words, kinds }) =>
        kinds.length > 0 ? (
          <mark key={at} data-kind={kinds.includes("date") ? "date" : kinds[0]}>
            {words}
          </mark>
        ) : (
          <span key={at}>{words}</span>
        ),
      )}
    </div>
  );
}
