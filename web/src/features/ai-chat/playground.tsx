import { Button, Group, Text } from "@mantine/core";
import { IconEraser, IconMessageCircleOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMoney, formatNumber } from "@/lib/format";
import { type ModelKey, modelKeyOf, modelQuery, modelsQuery } from "@/lib/usable-models";
import { useCurrency } from "@/lib/use-currency";
import { EmptyState, ErrorState } from "@/ui/empty-state/empty-state";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./chat.module.css";
import { ChatSide } from "./chat-side";
import { Composer } from "./composer";
import { sumOf } from "./conversation";
import { Thread } from "./thread";
import { type ChatSettings, useChat } from "./use-chat";

export type ChatSearch = { model?: ModelKey };
type PlaygroundProps = { search: ChatSearch; onSearch: (search: ChatSearch) => void };

const SETTINGS: ChatSettings = { instructions: "", max_tokens: null, temperature: null };

/** A chat with any model that can, to find out what it is good for. */
export function Playground({ search, onSearch }: PlaygroundProps) {
  const { t, i18n } = useTranslation("ai-chat");
  const models = useQuery(modelsQuery({ capability: "chat" }));
  const first = models.data?.find((model) => model.usable) ?? models.data?.[0];
  const key = search.model ?? (first && modelKeyOf(first));
  const one = useQuery({ ...modelQuery(key ?? "system:1"), enabled: key !== undefined });
  const model = one.data;
  const [settings, setSettings] = useState(SETTINGS);
  const chat = useChat(model, settings);
  const currency = useCurrency();
  if (models.isPending) return <PagePending />;
  if (models.isError) return <ErrorState error={models.error} onRetry={() => models.refetch()} />;
  if (!key) {
    return (
      <EmptyState icon={IconMessageCircleOff} title={t("none.title")}>
        {t("none.text")}
      </EmptyState>
    );
  }
  if (one.isError && !model) return <ErrorState error={one.error} onRetry={() => one.refetch()} />;
  const sum = sumOf(chat.turns);
  return (
    <div className={classes.room}>
      <ChatSide
        models={models.data}
        modelKey={key}
        model={model}
        onModel={(next) => onSearch({ model: next })}
        settings={settings}
        onSettings={setSettings}
        locked={chat.streaming}
      />
      <section className={classes.talk} aria-label={t("conversation")}>
        <Thread chat={chat} model={model} />
        <Composer chat={chat} ready={model?.usable === true} />
        {chat.turns.length > 0 && (
          <Group justify="space-between" gap="xs">
            <Text size="xs" c="dimmed" className="fd-tabular">
              {t("sum", {
                tokens: formatNumber(sum.tokens, i18n.language),
                cost: currency ? formatMoney(sum.cost, currency, i18n.language) : String(sum.cost),
              })}
            </Text>
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              leftSection={<IconEraser size={14} aria-hidden />}
              onClick={chat.clear}
            >
              {t("clear")}
            </Button>
          </Group>
        )}
      </section>
    </div>
  );
}
