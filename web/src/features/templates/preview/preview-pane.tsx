import { ActionIcon, Alert, Loader, SegmentedControl, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconCode,
  IconDeviceDesktop,
  IconDeviceMobile,
  IconFileText,
  IconMoon,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Preview } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { useServerWords } from "@/ui/template-problems/server-words";
import { SampleSelect } from "../samples/sample-select";
import type { Sample } from "../samples/use-sample";
import { InboxLine } from "./inbox-line";
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

type PreviewPaneProps = {
  live: LivePreview;
  /** With it, the data of the preview can be chosen here. */
  sample?: Sample;
  className?: string;
};

export function PreviewPane({ live, sample, className }: PreviewPaneProps) {
  const { t } = useTranslation("template-preview");
  const isPhone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [view, setView] = useState<View>(isPhone ? "mobile" : "desktop");
  const mayAdd = useCan("templates.manage");
  const say = useServerWords();
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
        <BranchesButton live={live} />
        {sample && <SampleSelect sample={sample} mayAdd={mayAdd} />}
        <Pace live={live} />
      </div>
      <div aria-live="polite">
        {live.isBroken ? (
          <Alert color="red" variant="light" radius={0} py="xs" icon={<IconAlertTriangle size={16} />}>
            {say(live.problems[0]?.message ?? "")}
            {live.preview && <Text size="xs">{t("preview.last_good")}</Text>}
          </Alert>
        ) : (
          <VisuallyHidden>{t("preview.ready")}</VisuallyHidden>
        )}
      </div>
      {live.preview ? (
        <>
          {view !== "text" && view !== "source" && <InboxLine preview={live.preview} view={view} />}
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

function BranchesButton({ live }: { live: LivePreview }) {
  const { t } = useTranslation("template-preview");
  const all = live.branches === "all";
  return (
    <Tooltip label={t("branches.hint")} multiline maw={280}>
      <ActionIcon
        size={30}
        variant={all ? "filled" : "default"}
        aria-label={t("branches.label")}
        aria-pressed={all}
        onClick={() => live.setBranches(all ? "data" : "all")}
      >
        <IconArrowsSplit2 size={16} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** Turns while a rendering is under way; its title tells how long the last one took. */
function Pace({ live: { isFetching, timing } }: { live: LivePreview }) {
  const { t } = useTranslation("template-preview");
  const title =
    timing && t("preview.timing", { roundTrip: timing.roundTrip, server: Math.round(timing.server) });
  return (
    <span className={classes.pace} title={title ?? undefined} data-round-trip={timing?.roundTrip}>
      {isFetching ? (
        <Loader size={14} aria-label={t("preview.loading")} />
      ) : (
        timing && <span aria-hidden>{t("preview.took", { roundTrip: timing.roundTrip })}</span>
      )}
    </span>
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
      live
      html={preview.preview_html}
      title={t("preview.frame")}
      width={view === "mobile" ? 375 : 680}
      scheme={view === "dark" ? "dark" : "light"}
      device={view === "mobile"}
    />
  );
}
