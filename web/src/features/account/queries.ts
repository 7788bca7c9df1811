import { queryOptions } from "@tanstack/react-query";
import { authCall, authMetaOf404, authStep } from "@/lib/allauth";
import { api, unwrap } from "@/lib/api";
import type { MyChange } from "@/lib/api-types";

export const changeMe = (body: MyChange) => unwrap(api.PATCH("/api/me", { body }));

export type Authenticator =
  | { type: "totp"; created_at: number; last_used_at: number | null }
  | {
      type: "recovery_codes";
      created_at: number;
      last_used_at: number | null;
      total_code_count: number;
      unused_code_count: number;
    }
  | { type: "webauthn"; id: number; name: string; created_at: number; last_used_at: number | null };
export type Passkey = Extract<Authenticator, { type: "webauthn" }>;

export const authenticatorsQuery = queryOptions({
  queryKey: ["authenticators"],
  queryFn: () => authCall<Authenticator[]>("GET", "/account/authenticators"),
});

export type UserSession = {
  id: number;
  user_agent: string;
  ip: string;
  created_at: number;
  last_seen_at?: number;
  is_current: boolean;
};

export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: () => authCall<UserSession[]>("GET", "/auth/sessions"),
});

export const endSessions = (ids: number[]) =>
  authCall<UserSession[]>("DELETE", "/auth/sessions", { body: { sessions: ids } });

export const changePassword = (body: { current_password: string; new_password: string }) =>
  authCall<unknown>("POST", "/account/password/change", { body });

export type TotpSecret = { secret: string; totp_url: string };

/** A fresh secret for an authenticator app; null when one is active already. */
export async function startTotp(): Promise<TotpSecret | null> {
  return (await authMetaOf404("/account/authenticators/totp")) as TotpSecret | null;
}

export const activateTotp = (code: string) =>
  authCall<unknown>("POST", "/account/authenticators/totp", { body: { code } });

export const deactivateTotp = () => authCall<unknown>("DELETE", "/account/authenticators/totp");

type RecoveryCodes = { unused_codes?: string[] };

/** Makes new recovery codes; the former ones stop working. */
export async function makeRecoveryCodes(): Promise<string[]> {
  const codes = await authCall<RecoveryCodes>("POST", "/account/authenticators/recovery-codes", { body: {} });
  return codes.unused_codes ?? [];
}

export const removePasskey = (id: number) =>
  authCall<unknown>("DELETE", "/account/authenticators/webauthn", { body: { authenticators: [id] } });

export const reauthenticateByPassword = (password: string) =>
  authStep("POST", "/auth/reauthenticate", { body: { password } });

export const reauthenticateByCode = (code: string) =>
  authStep("POST", "/auth/2fa/reauthenticate", { body: { code } });
