import { queryOptions } from "@tanstack/react-query";
import { type AuthAnswer, authStep } from "@/lib/allauth";
import { api, unwrap } from "@/lib/api";
import type { OrganizationType } from "@/lib/api-types";
import { browserZone } from "@/lib/format";
import { currentLocale } from "@/lib/i18n";

export const signIn = (body: { email: string; password: string }): Promise<AuthAnswer> =>
  authStep("POST", "/auth/login", { body });

export const passSecondStep = (code: string): Promise<AuthAnswer> =>
  authStep("POST", "/auth/2fa/authenticate", { body: { code } });

/** Which step of signing in is pending, after a reload in the middle of it. */
export const authStateQuery = queryOptions({
  queryKey: ["auth-state"],
  queryFn: () => authStep("GET", "/auth/session"),
  staleTime: 0,
  gcTime: 0,
});

export type SignUp = {
  full_name: string;
  email: string;
  password: string;
  organization_name: string;
  organization_type: OrganizationType;
};

export const signUp = (values: SignUp): Promise<AuthAnswer> =>
  authStep("POST", "/auth/signup", {
    body: { ...values, timezone: browserZone(), locale: currentLocale() },
  });

export const confirmEmail = (key: string): Promise<AuthAnswer> =>
  authStep("POST", "/auth/email/verify", { body: { key } });

export const requestPasswordReset = (email: string): Promise<AuthAnswer> =>
  authStep("POST", "/auth/password/request", { body: { email } });

export const resetPassword = (body: { key: string; password: string }): Promise<AuthAnswer> =>
  authStep("POST", "/auth/password/reset", { body });

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ["invitation-by-token", token],
    queryFn: () => unwrap(api.GET("/api/invitations/by-token/{token}", { params: { path: { token } } })),
    retry: false,
  });

export const acceptInvitation = (token: string, body: { full_name: string; password: string }) =>
  unwrap(api.POST("/api/invitations/by-token/{token}/accept", { params: { path: { token } }, body }));

export const portalQuery = (slug: string) =>
  queryOptions({
    queryKey: ["portal", slug],
    queryFn: () => unwrap(api.GET("/api/portal/{slug}", { params: { path: { slug } } })),
    retry: false,
  });

export const signUpAtPortal = (slug: string, body: { email: string; full_name: string; password: string }) =>
  unwrap(api.POST("/api/portal/{slug}/sign-up", { params: { path: { slug } }, body }));
