import { Text, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { MessageDetail } from "@/lib/api-types-mail";
import { useMailWords } from "@/ui/mail-words/use-mail-words";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { engagementsQuery } from "./queries";
import { stepsOf } from "./steps";

/** What became of the mail, from being accepted to what its recipient did with it. */
export function MessageTimeline({ message }: { message: MessageDetail }) {
  const { t } = useTranslation("mail");
  const say = useMailWords();
  const { data: engagements = [] } = useQuery(engagementsQuery(message.id));
  const steps = stepsOf(message.events, engagements);
  return (
    <Surface title={t("timeline")}>
      <Timeline active={steps.length - 1} bulletSize={12} lineWidth={2}>
        {steps.map((step) => (
          <Timeline.Item
            key={step.key}
            title={
              <Text size="sm" fw={560} component="span">
                {t(`step.${step.name}`, { defaultValue: step.name })}
              </Text>
            }
          >
            {step.detail && (
              <Text size="xs" className="fd-break">
                {say(step.detail)}
              </Text>
            )}
            <Text size="xs" c="dimmed">
              <Time at={step.at} mode="absolute" />
            </Text>
          </Timeline.Item>
        ))}
        {message.next_attempt_at && Date.parse(message.next_attempt_at) > Date.now() && (
          <Timeline.Item
            lineVariant="dashed"
            title={
              <Text size="sm" component="span">
                {t("goes_out")}
              </Text>
            }
          >
            <Text size="xs" c="dimmed">
              <Time at={message.next_attempt_at} mode="absolute" />
            </Text>
          </Timeline.Item>
        )}
      </Timeline>
    </Surface>
  );
}
