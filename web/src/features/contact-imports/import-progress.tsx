import { Alert, Anchor, Button, Group, Progress, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { formatNumber } from "@/lib/format";
import { usePath } from "@/lib/paths";
import { FormError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { type ContactImport, cancelImport, KEY } from "./queries";

const NUMBERS = ["lines", "added", "updated", "unchanged", "duplicates", "skipped", "bad"] as const;

/** How far it is, told live by the server's events; then what came of it. */
export function ImportProgress({ found }: { found: ContactImport }) {
  const { t, i18n } = useTranslation("imports");
  const path = usePath();
  const client = useQueryClient();
  const isUnderWay = found.state === "queued" || found.state === "running";
  const share = found.state === "finished" ? 100 : (found.position / Math.max(found.size, 1)) * 100;
  const cancel = useMutation({
    mutationFn: () => cancelImport(found.id),
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <Stack gap="lg">
      <Surface title={t("progress.title")}>
        <Stack gap="sm">
          <Progress value={share} size="lg" animated={isUnderWay} aria-label={t("progress.title")} />
          <Text size="sm" c="dimmed" aria-live="polite">
            {t("progress.share", { share: Math.floor(share) })}
            {found.list_id && (
              <>
                {" · "}
                <Anchor component={Link} size="sm" to={path(`/admin/contacts/lists/${found.list_id}`)}>
                  {t("progress.list", { name: found.list_name })}
                </Anchor>
              </>
            )}
          </Text>
          {found.error && (
            <Alert color="red" variant="light" icon={<IconAlertCircle size={18} />} role="alert">
              {found.error}
            </Alert>
          )}
          <FormError error={cancel.error} />
          {isUnderWay && (
            <Group>
              <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t("progress.cancel")}
              </Button>
            </Group>
          )}
        </Stack>
      </Surface>
      <Surface title={t("result.title")}>
        <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
          {NUMBERS.map((name) => (
            <div key={name}>
              <Text component="dt" size="xs" c="dimmed">
                {t(`result.${name}`)}
              </Text>
              <Text component="dd" m={0} fz="lg" fw={600}>
                {formatNumber(found[name], i18n.language)}
              </Text>
            </div>
          ))}
        </SimpleGrid>
        {found.has_bad_lines && (
          <Button
            component="a"
            mt="md"
            href={`/api/contacts/imports/${found.id}/bad-lines`}
            download
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t("result.download")}
          </Button>
        )}
      </Surface>
    </Stack>
  );
}
