import { SegmentedControl, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MailPreview } from "@/lib/api-types-compose";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import classes from "./compose.module.css";

const VIEWS = ["desktop", "mobile", "dark", "text"] as const;
// A desktop's width would be too small to read there.
const NARROW = "(max-width: 48em)";
type View = (typeof VIEWS)[number];

/** A mail as it would arrive: who from, its lines, and itself. */
export function MailView({ shown, title }: { shown: MailPreview; title: string }) {
  const { t } = useTranslation("compose");
  const [view, setView] = useState<View>(() => (window.matchMedia(NARROW).matches ? "mobile" : "desktop"));
  const isPhone = view === "mobile";
  return (
    <div className={classes.mail}>
      <dl className={classes.lines}>
        <Line name={t("preview.from")}>{shown.from_address}</Line>
        <Line name={t("preview.subject")}>{shown.subject}</Line>
        {shown.preheader && <Line name={t("preview.preheader")}>{shown.preheader}</Line>}
      </dl>
      <SegmentedControl
        size="xs"
        className={classes.views}
        aria-label={t("preview.view")}
        value={view}
        onChange={(next) => setView(next as View)}
        data={VIEWS.map((value) => ({ value, label: t(`preview.${value}`) }))}
      />
      <div className={classes.stage}>
        {view === "text" ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
          <section className={classes.text} tabIndex={0} aria-label={t("preview.text")}>
            <pre>{shown.text}</pre>
          </section>
        ) : (
          <EmailFrame
            live
            html={shown.preview_html}
            title={title}
            width={isPhone ? 375 : 680}
            device={isPhone}
            scheme={view === "dark" ? "dark" : "light"}
          />
        )}
      </div>
    </div>
  );
}

function Line({ name, children }: { name: string; children: string }) {
  return (
    <div className={classes.line}>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" className="fd-break">
        {children}
      </Text>
    </div>
  );
}
