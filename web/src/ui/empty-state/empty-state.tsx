import { Button, Stack, Text, ThemeIcon } from "@mantine/core";
import { type Icon, IconCloudOff, IconSearchOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "../form/error-text";

type EmptyStateProps = {
  icon: Icon;
  title: string;
  /** Teaches what will be here and how it gets here. */
  children?: ReactNode;
  action?: ReactNode;
  /** `h1` where this is all there is on the page. */
  heading?: "h1";
};

export function EmptyState({ icon: Glyph, title, children, action, heading }: EmptyStateProps) {
  return (
    <Stack align="center" gap="xs" px="md" py={48} ta="center">
      <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
        <Glyph size={26} stroke={1.6} />
      </ThemeIcon>
      <Text component={heading ?? "p"} fw={620} size="md" mt="xs" mb={0}>
        {title}
      </Text>
      {children && (
        <Text c="dimmed" size="sm" maw="26rem" component="div">
          {children}
        </Text>
      )}
      {action && <div style={{ marginTop: "0.75rem" }}>{action}</div>}
    </Stack>
  );
}

/** For a filtered list without a hit. */
export function NoMatches({ onClear }: { onClear?: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={IconSearchOff}
      title={t("list.no_matches")}
      action={
        onClear && (
          <Button variant="default" onClick={onClear}>
            {t("list.clear_filters")}
          </Button>
        )
      }
    >
      {t("list.no_matches_hint")}
    </EmptyState>
  );
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const describe = useErrorText();
  return (
    <div role="alert">
      <EmptyState
        icon={IconCloudOff}
        title={t("list.failed")}
        action={
          onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t("action.retry")}
            </Button>
          )
        }
      >
        {describe(error)}
      </EmptyState>
    </div>
  );
}
