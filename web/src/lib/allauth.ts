import i18next from "i18next";
import { csrfToken } from "./api";
import { ApiError, readProblem } from "./problem";

/** The browser client of allauth headless. A 401 that lists `flows` is a normal answer: it says what is to do next. */

export type Flow = { id: string; is_pending?: boolean; types?: string[] };
export type AuthAnswer = { authenticated: boolean; pending: Flow | undefined; data: Record<string, unknown> };

/** The server wants the person to prove again who they are before this change. */
export class ReauthenticationNeeded extends Error {
  readonly flows: Flow[];
  constructor(flows: Flow[]) {
    super("reauthentication needed");
    this.flows = flows;
  }
}

type Envelope = { data?: unknown; meta?: { is_authenticated?: boolean } & Record<string, unknown> };
type Method = "GET" | "POST" | "PUT" | "DELETE";
type CallOptions = { body?: unknown; headers?: Record<string, string> };

async function send(method: Method, path: string, { body, headers }: CallOptions = {}): Promise<Response> {
  try {
    return await fetch(`/_allauth/browser/v1${path}`, {
      method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        "Accept-Language": i18next.language,
        "X-CSRFToken": csrfToken(),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, {});
  }
}

function flowsOf(envelope: Envelope): Flow[] {
  const data = envelope.data as { flows?: Flow[] } | undefined;
  return data?.flows ?? [];
}

/** A step of signing in or up: says whether the person is in, and which step is pending otherwise. */
export async function authStep(method: Method, path: string, options?: CallOptions): Promise<AuthAnswer> {
  const response = await send(method, path, options);
  if (response.status !== 200 && response.status !== 401) throw await readProblem(response);
  const envelope = (await response.json()) as Envelope;
  return {
    authenticated: envelope.meta?.is_authenticated === true,
    pending: flowsOf(envelope).find((flow) => flow.is_pending),
    data: (envelope.data ?? {}) as Record<string, unknown>,
  };
}

async function refusalOf(response: Response): Promise<Error> {
  const envelope = (await response.json()) as Envelope;
  return envelope.meta?.is_authenticated
    ? new ReauthenticationNeeded(flowsOf(envelope))
    : new ApiError(401, {});
}

/** A call of somebody who is signed in. Throws ReauthenticationNeeded where allauth asks for it. */
export async function authCall<T>(method: Method, path: string, options?: CallOptions): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 401) throw await refusalOf(response);
  if (!response.ok) throw await readProblem(response);
  return ((await response.json()) as { data: T }).data;
}

/** For `GET authenticators/totp`: 404 is the answer "none yet" and carries the new secret in `meta`. */
export async function authMetaOf404(path: string): Promise<Record<string, unknown> | null> {
  const response = await send("GET", path);
  if (response.status === 404) return ((await response.json()) as Envelope).meta ?? {};
  if (response.status === 401) throw await refusalOf(response);
  if (!response.ok) throw await readProblem(response);
  return null;
}

export async function signOut(): Promise<void> {
  await send("DELETE", "/auth/session");
}

/** Leaves for an identity provider. It has to be a real form post, as the answer redirects to another site. */
export function redirectToProvider(provider: string, callbackPath: string): void {
  const form = document.createElement("form");
  form.method = "POST";
  form.action = "/_allauth/browser/v1/auth/provider/redirect";
  const fields = {
    provider,
    process: "login",
    callback_url: window.location.origin + callbackPath,
    csrfmiddlewaretoken: csrfToken(),
  };
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}
