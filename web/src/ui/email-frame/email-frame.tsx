import { useElementSize } from "@mantine/hooks";
import classes from "./email-frame.module.css";
import { withScheme } from "./scheme";

type EmailFrameProps = {
  html: string;
  title: string;
  /** The width the mail is laid out for, in pixels; shrunk as a whole where there is less room. */
  width: number;
  scheme?: "light" | "dark";
  /** A phone's outline around it. */
  device?: boolean;
};

/** A mail, shut off: no scripts, no forms, no links out, no origin; the page's own policy stops remote pictures. */
export function EmailFrame({ html, title, width, scheme = "light", device }: EmailFrameProps) {
  const { ref, width: room, height } = useElementSize();
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  // In pixels and unscaled: a percentage of the shrunk frame would leave a gap below it.
  const tall = height > 0 ? height / scale : undefined;
  return (
    <div ref={ref} className={classes.room} data-device={device || undefined}>
      <iframe
        className={classes.frame}
        data-scheme={scheme}
        title={title}
        sandbox=""
        srcDoc={withScheme(html, scheme)}
        referrerPolicy="no-referrer"
        style={{
          width: device || scale < 1 ? width : "100%",
          height: tall,
          transform: scale < 1 ? `scale(${scale})` : undefined,
        }}
      />
    </div>
  );
}
