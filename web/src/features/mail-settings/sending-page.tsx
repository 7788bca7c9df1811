import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Page } from "@/ui/page/page";
import { SectionTabs } from "@/ui/section-tabs/section-tabs";
import { Surface } from "@/ui/surface/surface";
import { DomainsPanel } from "./domains-panel";
import { Guide } from "./guide";
import { PrivacyPanel } from "./privacy-panel";
import { doneSteps, nextStep, STEPS, type Step } from "./progress";
import { ProvidersPanel } from "./providers-panel";
import { domainsQuery, providersQuery, sendersQuery } from "./queries";
import { QuietPanel } from "./quiet-panel";
import { SendersPanel } from "./senders-panel";

type SendingPageProps = { step?: Step; onStep: (step: Step | undefined) => void };

/** How an organisation's mail goes out: an overview, and a guide through the set-up. */
export function SendingPage({ step, onStep }: SendingPageProps) {
  const { t } = useTranslation("mail-settings");
  const providers = useQuery(providersQuery);
  const domains = useQuery(domainsQuery);
  const senders = useQuery(sendersQuery);
  const done = doneSteps(providers.data ?? [], domains.data ?? [], senders.data ?? []);
  const loaded = Boolean(providers.data && domains.data && senders.data);
  return (
    <Page title={step ? t("guide.title") : t("title")} description={step ? t("guide.text") : t("text")}>
      {!step && <SectionTabs section="mail_setup" current="sending" />}
      {step ? (
        <Guide step={step} done={done} onStep={onStep} />
      ) : (
        <Stack gap="lg">
          {loaded && <Invitation done={done} onStep={onStep} />}
          <ProvidersPanel />
          <DomainsPanel />
          <SendersPanel />
          <PrivacyPanel />
          <QuietPanel />
        </Stack>
      )}
    </Page>
  );
}

/** How far the set-up has come, while there is something left of it. */
function Invitation({ done, onStep }: { done: ReadonlySet<Step>; onStep: (step: Step) => void }) {
  const { t } = useTranslation("mail-settings");
  const next = nextStep(done);
  if (!next) return null;
  return (
    <Surface title={t("guide.title")} description={t("guide.text")}>
      <Stack gap="sm">
        <Progress
          value={(done.size / STEPS.length) * 100}
          aria-label={t("guide.progress", { done: done.size, all: STEPS.length })}
        />
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            {t("guide.progress", { done: done.size, all: STEPS.length })}
          </Text>
          <Button onClick={() => onStep(next)}>{done.size > 0 ? t("guide.resume") : t("guide.start")}</Button>
        </Group>
      </Stack>
    </Surface>
  );
}
