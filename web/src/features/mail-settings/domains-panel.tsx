import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError, useSubmit } from "@/ui/form/submit";
import { RowSkeleton } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { DomainCard } from "./domain-card";
import { createDomain, domainsQuery } from "./queries";

/** Own domains, and a field to add one. */
export function DomainsPanel() {
  const { t } = useTranslation("mail-settings");
  const client = useQueryClient();
  const domains = useQuery(domainsQuery);
  const form = useForm({ initialValues: { domain: "" } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: ({ domain }) => createDomain(domain),
    done: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: domainsQuery.queryKey });
    },
  });
  return (
    <Surface id="domains" title={t("domain.title")} description={t("domain.text")}>
      {domains.isPending && <RowSkeleton rows={2} />}
      {domains.isError && !domains.data && (
        <ErrorState error={domains.error} onRetry={() => domains.refetch()} />
      )}
      {domains.data?.map((domain) => (
        <DomainCard key={domain.id} domain={domain} />
      ))}
      {domains.data && (
        <form onSubmit={onSubmit} noValidate aria-label={t("domain.add")}>
          <Stack gap="sm" mt={domains.data.length ? "xl" : 0}>
            {domains.data.length === 0 && <Text size="sm">{t("domain.none")}</Text>}
            <Group gap="sm" align="flex-end">
              <TextInput
                label={t("domain.name")}
                placeholder="example.com"
                autoCapitalize="none"
                spellCheck={false}
                style={{ flex: "1 1 16rem" }}
                {...form.getInputProps("domain")}
              />
              <Button type="submit" loading={mutation.isPending} disabled={!form.values.domain.trim()}>
                {t("domain.add")}
              </Button>
            </Group>
            <FormError error={mutation.error} fields={["domain"]} />
          </Stack>
        </form>
      )}
    </Surface>
  );
}
