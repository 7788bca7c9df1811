import { Button, Center } from "@mantine/core";
import { IconMapQuestion } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState, ErrorState } from "../empty-state/empty-state";

export function NotFoundPage() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${t("not_found.title")} · Frontdesk`;
  }, [t]);
  return (
    <Center mih="70vh" component="main">
      <EmptyState
        heading="h1"
        icon={IconMapQuestion}
        title={t("not_found.title")}
        action={
          <Button component={Link} to="/">
            {t("not_found.home")}
          </Button>
        }
      >
        {t("not_found.text")}
      </EmptyState>
    </Center>
  );
}

export function CrashPage({ error, reset }: ErrorComponentProps) {
  return (
    <Center mih="70vh" component="main">
      <ErrorState error={error} onRetry={reset} />
    </Center>
  );
}
