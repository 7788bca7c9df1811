import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { renderedQuery } from "../requests";
import type { Sides } from "./comparison";
import classes from "./history.module.css";

/** Two versions as their recipients would see them. */
export function RenderedPair({ id, before, after }: Sides & { id: number }) {
  return (
    <div className={classes.pair}>
      {before && <Rendered id={id} number={before.version} />}
      <Rendered id={id} number={after.version} />
    </div>
  );
}

function Rendered({ id, number }: { id: number; number: number }) {
  const { t } = useTranslation("template-shell");
  const rendered = useQuery(renderedQuery(id, number));
  const title = t("history.number", { number });
  return (
    <figure className={classes.rendered}>
      <figcaption>
        <Text span size="sm" fw={560}>
          {title}
        </Text>
        {rendered.data && (
          <Text span size="sm" c="dimmed">
            {` ${rendered.data.subject}`}
          </Text>
        )}
      </figcaption>
      <div className={classes.frame}>
        {rendered.data ? (
          <EmailFrame html={rendered.data.preview_html} title={title} width={680} />
        ) : rendered.isPending ? (
          <PagePending />
        ) : (
          <ErrorState error={rendered.error} onRetry={() => rendered.refetch()} />
        )}
      </div>
    </figure>
  );
}
