import { Alert, Button, Group } from "@mantine/core";
import { IconAlertTriangle, IconCode } from "@tabler/icons-react";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

type VisualBoundaryProps = { onRetry: () => void; onLeave: () => void; children: ReactNode };

/** A browser does not ask a second time for parts of a page that it could not fetch. */
export class NotFetched extends Error {}

/** An error among the blocks stays there: the draft lies outside, and its code can be gone on with. */
export class VisualBoundary extends Component<VisualBoundaryProps, { error: Error | null }> {
  state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  render() {
    const { onRetry, onLeave, children } = this.props;
    const { error } = this.state;
    return error ? <Broken error={error} onRetry={onRetry} onLeave={onLeave} /> : children;
  }
}

type BrokenProps = { error: Error; onRetry: () => void; onLeave: () => void };

function Broken({ error, onRetry, onLeave }: BrokenProps) {
  const { t } = useTranslation("template-shell");
  return (
    <Alert
      m="md"
      color="brass"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle size={18} />}
      title={t("broken.title")}
    >
      {t(error instanceof NotFetched ? "broken.not_fetched" : "broken.text", { detail: error.message })}
      <Group mt="sm" gap="xs">
        <Button size="compact-sm" leftSection={<IconCode size={15} aria-hidden />} onClick={onLeave}>
          {t("broken.leave")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={error instanceof NotFetched ? () => window.location.reload() : onRetry}
        >
          {t("common:action.retry")}
        </Button>
      </Group>
    </Alert>
  );
}
