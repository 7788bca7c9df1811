import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { type AuthAnswer, authCall, authStep } from "./allauth";

/** WebAuthn needs the device's own dialog; the library for it is fetched at the first use. */
const webauthn = () => import("@simplewebauthn/browser");

type RequestData = { request_options: { publicKey: PublicKeyCredentialRequestOptionsJSON } };
type CreationData = { creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON } };

export function passkeysSupported(): boolean {
  return typeof window.PublicKeyCredential === "function";
}

/** The person closed the device's dialog, or it timed out: nothing to complain about. */
export function isDismissal(error: unknown): boolean {
  return error instanceof Error && (error.name === "NotAllowedError" || error.name === "AbortError");
}

async function answer(path: string): Promise<unknown> {
  const { request_options } = await authCall<RequestData>("GET", path);
  const { startAuthentication } = await webauthn();
  return startAuthentication({ optionsJSON: request_options.publicKey });
}

export async function signInWithPasskey(): Promise<AuthAnswer> {
  return authStep("POST", "/auth/webauthn/login", {
    body: { credential: await answer("/auth/webauthn/login") },
  });
}

export async function passSecondStepWithPasskey(): Promise<AuthAnswer> {
  const path = "/auth/webauthn/authenticate";
  return authStep("POST", path, { body: { credential: await answer(path) } });
}

export async function reauthenticateWithPasskey(): Promise<void> {
  const path = "/auth/webauthn/reauthenticate";
  await authStep("POST", path, { body: { credential: await answer(path) } });
}

/** Makes a passkey on this device. */
export async function addPasskey(name: string): Promise<void> {
  const path = "/account/authenticators/webauthn";
  const { creation_options } = await authCall<CreationData>("GET", `${path}?passwordless`);
  const { startRegistration } = await webauthn();
  const credential = await startRegistration({ optionsJSON: creation_options.publicKey });
  await authCall("POST", path, { body: { name, credential } });
}
