import { createFileRoute } from "@tanstack/react-router";
import { AuthLayout } from "@/features/auth/auth-layout";
import { loadText } from "@/lib/i18n";
import { queryClient } from "@/lib/query";
import { meQuery } from "@/lib/session";

export const Route = createFileRoute("/$locale/_auth")({
  beforeLoad: async () => {
    await Promise.all([queryClient.ensureQueryData(meQuery), loadText("auth")()]);
  },
  component: AuthLayout,
});
