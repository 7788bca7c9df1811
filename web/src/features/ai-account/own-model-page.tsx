import { Anchor } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { registryModelQuery } from "@/lib/ai-registry";
import type { RegistryModel } from "@/lib/api-types-ai";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { ModelForm } from "@/ui/ai/model-form/model-form";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { PagePending } from "@/ui/page/page-pending";
import classes from "./ai-account.module.css";

export function NewOwnModelPage() {
  return (
    <Frame>
      <OwnModelForm />
    </Frame>
  );
}

export function OwnModelPage({ id }: { id: number }) {
  const query = useQuery(registryModelQuery("user", id));
  if (query.isPending) return <PagePending />;
  if (query.isError) {
    if (query.error instanceof ApiError && query.error.status === 404) return <NotFoundPage />;
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <Frame>
      <OwnModelForm key={query.data.version} model={query.data} />
    </Frame>
  );
}

function OwnModelForm({ model }: { model?: RegistryModel }) {
  const path = usePath();
  const navigate = useNavigate();
  const leave = () => navigate({ to: path("/account/ai/own") });
  return <ModelForm tier="user" model={model} onSaved={leave} onCancel={leave} />;
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation("ai-account");
  const path = usePath();
  return (
    <>
      <Anchor component={Link} to={path("/account/ai/own")} size="sm" c="dimmed" className={classes.back}>
        <IconArrowLeft size={14} aria-hidden /> {t("own.back")}
      </Anchor>
      {children}
    </>
  );
}
