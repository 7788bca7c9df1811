import { Anchor } from "@mantine/core";
import { Fragment } from "react";
import classes from "./conversation.module.css";
import { splitLinks } from "./links";

/** Plain text with its web addresses as links, which lead out without saying from where. */
export function LinkedText({ text }: { text: string }) {
  return (
    <div className={classes.text}>
      {splitLinks(text).map(({ at, words, href }) => (
        <Fragment key={at}>
          {href ? (
            <Anchor td="underline" href={href} target="_blank" rel="noopener noreferrer nofollow" inherit>
              {words}
            </Anchor>
          ) : (
            words
          )}
        </Fragment>
      ))}
    </div>
  );
}
