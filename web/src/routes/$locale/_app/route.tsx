import { createFileRoute, redirect } from "@tanstack/react-router";
import { Shell } from "@/features/shell/shell";
import { loadText } from "@/lib/i18n";
import { queryClient } from "@/lib/query";
import { meQuery } from "@/lib/session";

/** Everything under here is for people who have signed in. */
export const Route = createFileRoute("/$locale/_app")({
  beforeLoad: async ({ params, location }) => {
    const [me] = await Promise.all([queryClient.ensureQueryData(meQuery), loadText("shell")()]);
    if (!me.signed_in) {
      throw redirect({
        to: "/$locale/auth/sign-in",
        params,
        search: location.pathname === `/${params.locale}` ? {} : { next: location.href },
        replace: true,
      });
    }
  },
  component: Shell,
});
