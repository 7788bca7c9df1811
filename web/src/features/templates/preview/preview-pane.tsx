import { Alert, Loader, SegmentedControl, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconCode,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconFileText,
  IconMoon,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Preview } from "@/lib/api-types-mail";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./preview.module.css";
import type { LivePreview } from "./use-preview";

const VIEWS = {
  desktop: IconDeviceDesktop,
  mobile: IconDeviceMobile,
  dark: IconMoon,
  text: IconFileText,
  source: IconCode,
};
type View = keyof typeof VIEWS;

export function PreviewPane({ live, className }: { live: LivePreview; className?: string }) {
  const { t } = useTranslation("template-preview");
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<View>(isPhone ? "mobile" : "desktop");
  return (
    <section className={className} data-pane="preview" aria-label={t("preview.pane")}>
      <div className={classes.previewHead}>
        <SegmentedControl
          size="xs"
          aria-label={t("preview.view")}
          value={view}
          onChange={(value) => setView(value as View)}
          data={Object.entries(VIEWS).map(([value, Glyph]) => ({
            value,
            label: (
              <span className={classes.view} title={t(`preview.${value}`)}>
                <Glyph size={16} aria-hidden />
                <span className={classes.viewName}>{t(`preview.${value}`)}</span>
              </span>
            ),
          }))}
        />
        {live.isFetching && <Loader size={14} aria-label={t("preview.loading")} />}
      </div>
      <div aria-live="polite">
        {live.isBroken ? (
          <Alert color="red" variant="light" radius={0} py="xs" icon={<IconAlertTriangle size={16} />}>
            {live.problems[0]?.message}
            {live.preview && <Text size="xs">{t("preview.last_good")}</Text>}
          </Alert>
        ) : (
          <VisuallyHidden>{t("preview.ready")}</VisuallyHidden>
        )}
      </div>
      {live.preview ? (
        <>
          {view !== "text" && view !== "source" && <InboxLine preview={live.preview} />}
          <div className={classes.stage} data-stale={live.isBroken || undefined}>
            <Shown view={view} preview={live.preview} />
          </div>
        </>
      ) : live.error ? (
        <ErrorState error={live.error} onRetry={live.retry} />
      ) : (
        !live.isBroken && <PagePending />
      )}
    </section>
  );
}

/** How the mail looks in a list of mails. */
function InboxLine({ preview }: { preview: Preview }) {
  const { t } = useTranslation("template-preview");
  return (
    <div className={classes.inbox}>
      <Text span fw={600} size="sm">
        {preview.subject || t("preview.no_subject")}
      </Text>
      {preview.preheader && (
        <Text span size="sm" c="dimmed">
          {` – ${preview.preheader}`}
        </Text>
      )}
    </div>
  );
}

function Shown({ view, preview }: { view: View; preview: Preview }) {
  const { t } = useTranslation("template-preview");
  if (view === "text" || view === "source") {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      <section className={classes.scroll} tabIndex={0} aria-label={t(`preview.${view}`)}>
        <pre className={classes.source}>{view === "text" ? preview.text : preview.preview_html}</pre>
      </section>
    );
  }
  return (
    <EmailFrame
      html={preview.preview_html}
      title={t("preview.frame")}
      width={view === "mobile" ? 375 : 680}
      scheme={view === "dark" ? "dark" : "light"}
      device={view === "mobile"}
    />
  );
}
