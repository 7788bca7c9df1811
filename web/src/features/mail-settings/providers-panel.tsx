import { Button, Stack } from "@mantine/core";
import { IconPlus, IconSend } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ProviderKind } from "@/lib/api-types-mail-settings";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { RowSkeleton } from "@/ui/list/list-state";
import { Surface } from "@/ui/surface/surface";
import { KindCards } from "./kind-cards";
import { ProviderCard } from "./provider-card";
import { ProviderForm } from "./provider-form";
import { kindsQuery, providersQuery } from "./queries";

type ProvidersPanelProps = {
  /** For the whole installation, instead of one organisation. */
  deployment?: boolean;
};

/** The sending providers: those that are there, and adding one in two steps (which kind, then its fields). */
export function ProvidersPanel({ deployment }: ProvidersPanelProps) {
  const { t } = useTranslation("mail-settings");
  const kinds = useQuery(kindsQuery);
  const providers = useQuery(providersQuery);
  const [adding, setAdding] = useState<"no" | "kind" | ProviderKind>("no");
  const failed = [kinds, providers].find((query) => query.isError && !query.data);
  const add = (
    <Button size="xs" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setAdding("kind")}>
      {t("provider.add")}
    </Button>
  );
  return (
    <Surface
      id="providers"
      title={t("provider.title")}
      description={deployment ? t("provider.text_deployment") : t("provider.text")}
      actions={adding === "no" && (providers.data?.length ?? 0) > 0 ? add : undefined}
    >
      {failed && <ErrorState error={failed.error} onRetry={() => failed.refetch()} />}
      {!failed && (kinds.isPending || providers.isPending) && <RowSkeleton rows={2} />}
      {kinds.data && providers.data && (
        <>
          {providers.data.map((provider) => {
            const kind = kinds.data.find((each) => each.name === provider.kind);
            return kind && <ProviderCard key={provider.id} provider={provider} kind={kind} />;
          })}
          {adding === "no" && providers.data.length === 0 && (
            <EmptyState icon={IconSend} title={t("provider.none")} action={add}>
              {deployment ? t("provider.none_deployment") : t("provider.none_text")}
            </EmptyState>
          )}
          {adding === "kind" && (
            <Stack gap="sm" mt={providers.data.length ? "lg" : 0}>
              <KindCards kinds={kinds.data} onPick={setAdding} />
              <Button variant="subtle" w="fit-content" onClick={() => setAdding("no")}>
                {t("common:action.cancel")}
              </Button>
            </Stack>
          )}
          {typeof adding === "object" && (
            <Stack mt={providers.data.length ? "lg" : 0}>
              <ProviderForm
                key={adding.name}
                kind={adding}
                onCancel={() => setAdding("kind")}
                onDone={() => setAdding("no")}
              />
            </Stack>
          )}
        </>
      )}
    </Surface>
  );
}
