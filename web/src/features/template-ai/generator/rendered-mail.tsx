import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { PreviewInput } from "@/lib/api-types-mail";
import { EmailFrame } from "@/ui/email-frame/email-frame";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import { renderedQuery } from "../queries";
import classes from "./generator.module.css";

type RenderedMailProps = { title: string; input: PreviewInput; isPhone: boolean };

/** A mail as its recipient would see it, filled with the type's samples. */
export function RenderedMail({ title, input, isPhone }: RenderedMailProps) {
  const rendered = useQuery(renderedQuery(input));
  return (
    <figure className={classes.rendered}>
      <figcaption>
        <Text span size="sm" fw={560}>
          {title}
        </Text>
      </figcaption>
      <div className={classes.frame}>
        {rendered.data ? (
          <EmailFrame
            html={rendered.data.preview_html}
            title={title}
            width={isPhone ? 375 : 680}
            device={isPhone}
          />
        ) : rendered.isPending ? (
          <PagePending />
        ) : (
          <ErrorState error={rendered.error} onRetry={() => rendered.refetch()} />
        )}
      </div>
    </figure>
  );
}
