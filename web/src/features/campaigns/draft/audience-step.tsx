import { Anchor, Group, MultiSelect, Skeleton, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CampaignAudience } from "@/lib/api-types-campaigns";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { useErrorText } from "@/ui/form/error-text";
import { Surface } from "@/ui/surface/surface";
import { audienceQuery, listsQuery, segmentsQuery } from "../queries";
import classes from "./draft.module.css";
import type { DraftHandle } from "./use-draft";

/** To whom: lists and segments, without some, and how many that makes. */
export function AudienceStep({ handle: { draft, change } }: { handle: DraftHandle }) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const lists = useQuery(listsQuery);
  const segments = useQuery(segmentsQuery);
  const { audience } = draft;
  const put = (part: keyof CampaignAudience) => (ids: string[]) =>
    change({ audience: { ...audience, [part]: ids } });
  /** Chosen once and gone since: said as such, so that they can be taken out. */
  const lost = (ids: string[], choices: { value: string }[] | undefined) =>
    ids
      .filter((id) => choices && !choices.some(({ value }) => value === id))
      .map((value) => ({ value, label: t("audience.gone") }));
  const field = (part: keyof CampaignAudience, choices: { value: string; label: string }[] | undefined) => (
    <MultiSelect
      label={t(`audience.${part}`)}
      data={[...(choices ?? []), ...lost(audience[part], choices)]}
      value={choices ? audience[part] : []}
      disabled={!choices}
      onChange={put(part)}
      searchable
      clearable
      hidePickedOptions
      nothingFoundMessage={t("common:list.no_matches")}
      comboboxProps={{ withinPortal: true }}
    />
  );
  return (
    <div id="audience">
      <Surface title={t("audience.title")} description={t("audience.text")}>
        <Stack gap="sm">
          <Group grow align="flex-start" preventGrowOverflow={false}>
            {field("list_ids", lists.data)}
            {field("segment_ids", segments.data)}
          </Group>
          <Group grow align="flex-start" preventGrowOverflow={false}>
            {field("exclude_list_ids", lists.data)}
            {field("exclude_segment_ids", segments.data)}
          </Group>
          {lists.data?.length === 0 && segments.data?.length === 0 && (
            <Text size="sm" c="dimmed">
              {t("audience.nothing")}{" "}
              <Anchor component={Link} to={path("/admin/contacts/lists")}>
                {t("audience.make")}
              </Anchor>
            </Text>
          )}
          <Count audience={audience} />
        </Stack>
      </Surface>
    </div>
  );
}

const REASONS = ["suppressed", "no_consent", "unsubscribed", "no_address"] as const;

function Count({ audience }: { audience: CampaignAudience }) {
  const { t, i18n } = useTranslation("campaigns");
  const describe = useErrorText();
  const [asked] = useDebouncedValue(audience, 300);
  const isSet = asked.list_ids.length + asked.segment_ids.length > 0;
  const query = useQuery({ ...audienceQuery(asked), enabled: isSet, placeholderData: keepPreviousData });
  const number = (value: number) => formatNumber(value, i18n.language);
  if (!isSet) return <Text size="sm">{t("audience.choose")}</Text>;
  if (query.isError) {
    return (
      <Text size="sm" c="red" role="alert">
        {describe(query.error)}
      </Text>
    );
  }
  if (!query.data) return <Skeleton height={44} width={260} />;
  const { recipients, left_out } = query.data;
  const reasons = REASONS.filter((reason) => left_out[reason] > 0);
  return (
    <div aria-live="polite">
      <Text component="p" m={0}>
        <span className={classes.count}>{number(recipients)}</span>{" "}
        {t("audience.recipients", { count: recipients })}
      </Text>
      {reasons.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("audience.left_out")}{" "}
          {reasons.map((reason) => `${number(left_out[reason])} ${t(`left_out.${reason}`)}`).join(" · ")}
        </Text>
      )}
    </div>
  );
}
