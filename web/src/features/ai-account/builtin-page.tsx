import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Textarea } from "@mantine/core";
import { IconWand } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Locale } from "@/lib/api-types";
import { currentLocale, LOCALE_NAMES, LOCALES } from "@/lib/i18n";
import { FormError } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import classes from "./ai-account.module.css";
import { BuiltinResult, type Outcome } from "./builtin-result";
import { extractItems, summarize, tellSentiment } from "./queries";
import { type BuiltinSearch, TOOLS, type Tool } from "./tools";

type BuiltinPageProps = { search: BuiltinSearch; onSearch: (search: BuiltinSearch) => void };

type Asked = { tool: Tool; text: string; sentences: number; locale: Locale };

async function ask({ tool, text, sentences, locale }: Asked): Promise<Outcome> {
  if (tool === "sentiment") return { tool, text, found: await tellSentiment(text) };
  if (tool === "summary") return { tool, text, found: await summarize(text, sentences, locale) };
  return { tool, text, found: await extractItems(text, locale) };
}

/** Texts tried with the model that every installation has. */
export function BuiltinPage({ search, onSearch }: BuiltinPageProps) {
  const { t } = useTranslation("ai-account");
  const tool = search.tool ?? "sentiment";
  const [text, setText] = useState("");
  const [sentences, setSentences] = useState(3);
  const [locale, setLocale] = useState<Locale>(currentLocale);
  const asking = useMutation({ mutationFn: ask });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) asking.mutate({ tool, text, sentences, locale });
  };
  return (
    <div className={classes.builtin}>
      <Surface>
        <form onSubmit={submit}>
          <Stack gap="md">
            <SegmentedControl
              aria-label={t("builtin.tool")}
              value={tool}
              onChange={(value) => {
                asking.reset();
                onSearch({ tool: value === "sentiment" ? undefined : (value as Tool) });
              }}
              data={TOOLS.map((value) => ({ value, label: t(`builtin.${value}.name`) }))}
            />
            <Textarea
              label={t("builtin.text")}
              description={t(`builtin.${tool}.hint`)}
              minRows={8}
              maxRows={20}
              maxLength={tool === "sentiment" ? 20_000 : 500_000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group justify="space-between" align="flex-end">
              <Group gap="sm">
                {tool !== "sentiment" && (
                  <Select
                    label={t("builtin.language")}
                    w={140}
                    data={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
                    value={locale}
                    onChange={(value) => setLocale((value ?? "en") as Locale)}
                  />
                )}
                {tool === "summary" && (
                  <NumberInput
                    size="sm"
                    label={t("builtin.sentences")}
                    w={110}
                    min={1}
                    max={20}
                    allowDecimal={false}
                    clampBehavior="strict"
                    value={sentences}
                    onChange={(value) => setSentences(Number(value) || 1)}
                  />
                )}
              </Group>
              <Button
                type="submit"
                loading={asking.isPending}
                disabled={!text.trim()}
                leftSection={<IconWand size={16} aria-hidden />}
              >
                {t(`builtin.${tool}.action`)}
              </Button>
            </Group>
          </Stack>
        </form>
      </Surface>
      <section aria-label={t("builtin.result")} aria-busy={asking.isPending}>
        <FormError error={asking.error} />
        <BuiltinResult outcome={asking.data} />
      </section>
    </div>
  );
}
