import { Badge, Button, Group, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type CampaignDetail, type CampaignResults, LETTERS } from "@/lib/api-types-campaigns";
import { formatNumber, formatPercent } from "@/lib/format";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { Surface } from "@/ui/surface/surface";
import { chooseWinner } from "../queries";
import classes from "./results.module.css";

type VariantPanelProps = { campaign: CampaignDetail; results: CampaignResults };

/** The variants side by side, everybody who got them counted, and choosing the one that the others get. */
export function VariantPanel({ campaign, results }: VariantPanelProps) {
  const { t, i18n } = useTranslation("campaigns");
  const client = useQueryClient();
  const [opened, { open, close }] = useDisclosure(false);
  const [chosen, setChosen] = useState(0);
  const mayChoose =
    useCan("campaigns.manage") &&
    (campaign.state === "sending" || campaign.state === "paused") &&
    !campaign.ab_decided_at &&
    campaign.ab_sample_percent > 0 &&
    campaign.ab_sample_percent < 100;
  const number = (value: number) => formatNumber(value, i18n.language);
  const share = (value: number | null) => (value === null ? "–" : formatPercent(value, i18n.language));
  return (
    <Surface title={t("variants.title")} description={t("variants.text")}>
      <Table.ScrollContainer
        minWidth={560}
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, "aria-label": t("variants.title"), role: "group" },
        }}
      >
        <Table aria-label={t("variants.title")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("variants.variant")}</Table.Th>
              <Table.Th ta="right">{t("count.sent")}</Table.Th>
              <Table.Th ta="right">{t("count.opened")}</Table.Th>
              <Table.Th ta="right">{t("count.clicked")}</Table.Th>
              <Table.Th ta="right">{t("count.unsubscribed")}</Table.Th>
              {mayChoose && <Table.Th>{t("common:list.actions")}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {results.by_variant.map((row) => {
              return (
                <Table.Tr key={row.position}>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <Badge variant="light" circle className={classes.letter}>
                        {LETTERS[row.position]}
                      </Badge>
                      <Text size="sm" className={classes.subject}>
                        {row.subject}
                      </Text>
                      {results.winner === row.position && (
                        <Badge variant="light" className={classes.winner}>
                          {t("variants.winner")}
                        </Badge>
                      )}
                    </Group>
                  </Table.Td>
                  <Table.Td ta="right">{number(row.sent)}</Table.Td>
                  <Table.Td ta="right">
                    {number(row.opened)} · {share(row.open_rate)}
                  </Table.Td>
                  <Table.Td ta="right">
                    {number(row.clicked)} · {share(row.click_rate)}
                  </Table.Td>
                  <Table.Td ta="right">{number(row.unsubscribed)}</Table.Td>
                  {mayChoose && (
                    <Table.Td>
                      <Button
                        size="compact-sm"
                        variant="light"
                        onClick={() => {
                          setChosen(row.position);
                          open();
                        }}
                      >
                        {t("variants.choose", { letter: LETTERS[row.position] })}
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={t("variants.choose", { letter: LETTERS[chosen] })}
        action={t("variants.send_rest", { letter: LETTERS[chosen] })}
        run={() => chooseWinner(campaign.id, chosen)}
        done={() => client.invalidateQueries({ queryKey: ["campaigns"] })}
      >
        {t("variants.choose_text")}
      </ConfirmDialog>
    </Surface>
  );
}
