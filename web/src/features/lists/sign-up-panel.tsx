import { Anchor, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Surface } from "@/ui/surface/surface";
import type { MailListDetail } from "./queries";

/** Where people put themselves on the list: a page, and a form for one's own site. */
export function SignUpPanel({ list }: { list: MailListDetail }) {
  const { t } = useTranslation("lists");
  const form = [
    `<form method="post" action="${list.sign_up_url}">`,
    `  <label>${t("form.email")} <input type="email" name="email" required></label>`,
    `  <label>${t("form.name")} <input name="full_name"></label>`,
    `  <input name="website" tabindex="-1" autocomplete="off" hidden>`,
    `  <button>${t("form.button")}</button>`,
    "</form>",
  ].join("\n");
  return (
    <Surface title={t("form.title")} description={t("form.text")}>
      <Stack gap="sm">
        <Group gap="xs">
          <Anchor href={list.sign_up_url} target="_blank" rel="noreferrer" size="sm">
            {t("form.page")}
          </Anchor>
          <Copy text={list.sign_up_url} label={t("form.copy_address")} />
        </Group>
        <Text size="sm">{t("form.html")}</Text>
        <Code block tabIndex={0} aria-label={t("form.html")}>
          {form}
        </Code>
        <Group>
          <Copy text={form} label={t("form.copy_html")} />
        </Group>
      </Stack>
    </Surface>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation("lists");
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          onClick={copy}
        >
          {copied ? t("form.copied") : label}
        </Button>
      )}
    </CopyButton>
  );
}
