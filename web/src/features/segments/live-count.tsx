import { Anchor, Skeleton, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { FormError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { complete, type Group } from "./filter";
import { countQuery, previewQuery } from "./queries";

/** How many contacts the filter holds for, and some of them: first by a sample, then exactly. */
export function LiveCount({ filter }: { filter: Group }) {
  const { t, i18n } = useTranslation("segments");
  const path = usePath();
  const [settled] = useDebouncedValue(complete(filter), 350);
  const quick = useQuery(countQuery(settled, true));
  const exact = useQuery({ ...countQuery(settled, false), enabled: quick.data?.is_estimate === true });
  const preview = useQuery(previewQuery(settled));
  const isExact = exact.data !== undefined && !exact.isPlaceholderData;
  const best = quick.data?.is_estimate && isExact ? exact.data : quick.data;
  const number = best ? formatNumber(best.count, i18n.language) : "";
  return (
    <Surface title={t("live.title")}>
      <Stack gap="sm">
        <div aria-live="polite">
          {quick.isPending ? (
            <Skeleton h={36} w={120} />
          ) : (
            best && (
              <Text fz={30} fw={640} lh={1.2}>
                {best.is_estimate ? t("live.about", { number }) : number}
              </Text>
            )
          )}
          <Text size="sm" c="dimmed">
            {t("live.contacts")}
          </Text>
        </div>
        <FormError error={quick.error} />
        {preview.data && preview.data.items.length > 0 && (
          <Stack gap={6}>
            <Text size="xs" c="dimmed">
              {t("live.some")}
            </Text>
            {preview.data.items.map((contact) => (
              <Anchor
                key={contact.id}
                component={Link}
                to={path(`/admin/contacts/${contact.id}`)}
                size="sm"
                className="fd-break"
              >
                {contact.full_name || contact.email}
              </Anchor>
            ))}
          </Stack>
        )}
      </Stack>
    </Surface>
  );
}
