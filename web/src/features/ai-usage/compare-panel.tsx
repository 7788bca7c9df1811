import { Alert, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { UsageComparison } from "@/lib/api-types-ai";
import { formatDay, formatNumber } from "@/lib/format";
import { FormError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { Compared } from "./compared-table";
import { compareUsage } from "./queries";

/** Our ledger beside the provider's own account of the same days. */
export function ComparePanel() {
  const { t } = useTranslation("ai-usage");
  const compare = useMutation({ mutationFn: compareUsage });
  return (
    <Surface title={t("compare.title")} description={t("compare.text")}>
      <Stack gap="md">
        <Group gap="sm">
          <FileButton onChange={(file) => file && compare.mutate(file)} accept=".csv,text/csv">
            {(props) => (
              <Button
                {...props}
                variant="default"
                loading={compare.isPending}
                leftSection={<IconUpload size={16} aria-hidden />}
              >
                {t("compare.choose")}
              </Button>
            )}
          </FileButton>
          {compare.variables && (
            <Text size="sm" c="dimmed">
              {compare.variables.name}
            </Text>
          )}
        </Group>
        <FormError error={compare.error} />
        {compare.data && <Result comparison={compare.data} />}
      </Stack>
    </Surface>
  );
}

function Result({ comparison }: { comparison: UsageComparison }) {
  const { t, i18n } = useTranslation("ai-usage");
  const number = (value: number) => formatNumber(value, i18n.language);
  const difference = comparison.our_tokens - comparison.their_tokens;
  return (
    <Stack gap="md">
      <Text size="sm" role="status">
        {t(difference === 0 ? "compare.equal" : "compare.differs", {
          ours: number(comparison.our_tokens),
          theirs: number(comparison.their_tokens),
          difference: number(Math.abs(difference)),
        })}
      </Text>
      {comparison.unknown_models.length > 0 && (
        <Alert color="brass" variant="light">
          {t("compare.unknown", { names: comparison.unknown_models.join(", ") })}
        </Alert>
      )}
      <Compared lines={comparison.items} day={(day) => formatDay(day, i18n.language)} number={number} />
    </Stack>
  );
}
