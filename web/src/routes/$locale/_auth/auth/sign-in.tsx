import { createFileRoute, redirect } from "@tanstack/react-router";
import { SignInPage } from "@/features/auth/sign-in-page";
import { safeNext } from "@/lib/paths";
import { queryClient } from "@/lib/query";
import { meQuery } from "@/lib/session";

export const Route = createFileRoute("/$locale/_auth/auth/sign-in")({
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  beforeLoad: async ({ params }) => {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me.signed_in) throw redirect({ to: "/$locale", params, replace: true });
  },
  component: SignIn,
});

function SignIn() {
  const { next } = Route.useSearch();
  return <SignInPage next={safeNext(next)} />;
}
