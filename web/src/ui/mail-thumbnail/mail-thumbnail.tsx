import { Skeleton } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { IconMailOff } from "@tabler/icons-react";
import type { Ref } from "react";
import { withScheme } from "../email-frame/scheme";
import classes from "./mail-thumbnail.module.css";

/** What mails are laid out for. */
const WIDTH = 640;

type MailThumbnailProps = {
  ref?: Ref<HTMLDivElement>;
  html: string | undefined;
  /** Names the mail. */
  title: string;
  loading: boolean;
  /** Shown instead of the mail when it could not be rendered. */
  failure?: string | null;
};

/** The head of a mail, small: a picture of it, without scripts, links or a way in for the keyboard. */
export function MailThumbnail({ ref, html, title, loading, failure }: MailThumbnailProps) {
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>();
  const scale = width / WIDTH;
  return (
    <div
      ref={useMergedRef(ref ?? null, measured)}
      className={classes.room}
      data-full={html ? true : undefined}
      inert
    >
      {loading && <Skeleton height="100%" radius={0} />}
      {html && width > 0 && (
        <iframe
          className={classes.frame}
          title={title}
          tabIndex={-1}
          sandbox=""
          srcDoc={withScheme(html, "light")}
          referrerPolicy="no-referrer"
          style={{ width: WIDTH, height: height / scale, transform: `scale(${scale})` }}
        />
      )}
      {failure && (
        <div className={classes.note}>
          <IconMailOff size={22} aria-hidden />
          {failure}
        </div>
      )}
    </div>
  );
}
