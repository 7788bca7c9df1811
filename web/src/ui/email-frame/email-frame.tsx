import { useElementSize } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import classes from "./email-frame.module.css";
import { morph, readMail } from "./morph";
import { withScheme } from "./scheme";

type EmailFrameProps = {
  html: string;
  title: string;
  /** The width the mail is laid out for, in pixels; shrunk as a whole where there is less room. */
  width: number;
  scheme?: "light" | "dark";
  /** A phone's outline around it. */
  device?: boolean;
  /** It is being written: changes are put in place, without loading anew or losing the place one looks at. */
  live?: boolean;
};

/**
 * A mail, shut off: no scripts, no forms, no links out; the page's own policy stops remote pictures. Without an origin
 * too, unless it is live: putting changes in place takes reaching into it, so there it also has a policy of its own.
 */
export function EmailFrame({ html, title, width, scheme = "light", device, live }: EmailFrameProps) {
  const { ref, width: room, height } = useElementSize();
  const scale = room > 0 ? Math.min(1, room / width) : 1;
  // In pixels and unscaled: a percentage of the shrunk frame would leave a gap below it.
  const tall = height > 0 ? height / scale : undefined;
  const frame = {
    className: classes.frame,
    "data-scheme": scheme,
    title,
    referrerPolicy: "no-referrer" as const,
    style: {
      width: device || scale < 1 ? width : "100%",
      height: tall,
      transform: scale < 1 ? `scale(${scale})` : undefined,
    },
  };
  return (
    <div ref={ref} className={classes.room} data-device={device || undefined}>
      {live ? (
        <LiveFrame html={withScheme(html, scheme)} {...frame} />
      ) : (
        <iframe {...frame} sandbox="" srcDoc={withScheme(html, scheme)} />
      )}
    </div>
  );
}

/**
 * Whatever a mail that comes in later brings along: nothing is fetched but pictures of this server, nothing is sent,
 * and no address is read against another base. It holds as long as the document does, whatever becomes of the element.
 */
const EMPTY = `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none';
 img-src 'self' data: blob:; style-src 'unsafe-inline'; font-src data:;
 base-uri 'none'; form-action 'none'"></head><body></body></html>`;

const WAYS_OUT = ["click", "auxclick", "submit", "dragstart"];

function stop(event: Event) {
  event.preventDefault();
}

function LiveFrame({ html, ...attributes }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const shown = frame.current?.contentDocument;
    if (!isReady || !shown) return;
    for (const way of WAYS_OUT) shown.addEventListener(way, stop, true);
    morph(shown, readMail(html));
  }, [html, isReady]);
  return (
    <iframe
      {...attributes}
      ref={frame}
      // The origin lets the page reach in. The mail cannot reach out: without the other permissions it runs no
      // scripts, opens no windows, sends no forms and cannot lead the page elsewhere; `readMail` takes out what acts,
      // its policy stops what would be fetched, and the page stops the one way left, a click that leads the frame.
      sandbox="allow-same-origin"
      srcDoc={EMPTY}
      onLoad={() => setReady(true)}
    />
  );
}
