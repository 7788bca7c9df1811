import { Alert, Button, Group, Stack, Stepper } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Provider } from "@/lib/api-types-mail-settings";
import { Surface } from "@/ui/surface/surface";
import { DomainsPanel } from "./domains-panel";
import classes from "./mail-settings.module.css";
import { STEPS, type Step } from "./progress";
import { ProviderCard } from "./provider-card";
import { ProvidersPanel } from "./providers-panel";
import { kindsQuery, providersQuery } from "./queries";
import { SendersPanel } from "./senders-panel";

type GuideProps = { step: Step; done: ReadonlySet<Step>; onStep: (step: Step | undefined) => void };

/** Four steps to the first delivered mail. Each is kept as it is done, so that the guide can be left. */
export function Guide({ step, done, onStep }: GuideProps) {
  const { t } = useTranslation("mail-settings");
  const active = STEPS.indexOf(step);
  const next = STEPS[active + 1];
  return (
    <Stack gap="lg">
      <Stepper
        active={active}
        onStepClick={(index) => onStep(STEPS[index])}
        size="sm"
        classNames={{ steps: classes.steps, separator: classes.separator }}
        aria-label={t("guide.title")}
      >
        {STEPS.map((each) => (
          <Stepper.Step
            key={each}
            label={t(`guide.${each}`)}
            description={done.has(each) ? t("guide.done") : t("guide.open")}
            completedIcon={done.has(each) ? undefined : STEPS.indexOf(each) + 1}
          />
        ))}
      </Stepper>
      {step === "provider" && <ProvidersPanel />}
      {step === "domain" && <DomainsPanel />}
      {step === "sender" && <SendersPanel />}
      {step === "test" && <TestStep />}
      <Group justify="space-between" gap="sm">
        <Button variant="subtle" onClick={() => onStep(undefined)}>
          {t("guide.leave")}
        </Button>
        <Group gap="xs">
          {active > 0 && (
            <Button variant="default" onClick={() => onStep(STEPS[active - 1])}>
              {t("guide.back")}
            </Button>
          )}
          <Button onClick={() => onStep(next)}>{next ? t("guide.next") : t("guide.finish")}</Button>
        </Group>
      </Group>
    </Stack>
  );
}

function TestStep() {
  const { t } = useTranslation("mail-settings");
  const kinds = useQuery(kindsQuery);
  const providers = useQuery(providersQuery);
  const first = [...(providers.data ?? [])].sort(byUse)[0];
  const kind = kinds.data?.find((each) => each.name === first?.kind);
  return (
    <Surface title={t("guide.test")} description={t("test.text")}>
      {first && kind && <ProviderCard provider={first} kind={kind} withTest />}
      {providers.data?.length === 0 && (
        <Alert color="brass" variant="light">
          {t("test.no_provider")}
        </Alert>
      )}
    </Surface>
  );
}

/** The one that letters go by comes first. */
function byUse(a: Provider, b: Provider): number {
  return Number(a.serves === "marketing") - Number(b.serves === "marketing");
}
