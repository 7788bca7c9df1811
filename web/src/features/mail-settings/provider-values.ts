import type { Provider, ProviderField, ProviderInput, ProviderKind } from "@/lib/api-types-mail-settings";

/** What the form holds; field values by name, texts as typed. */
export type ProviderValues = {
  name: string;
  serves: Provider["serves"];
  rate: string | number;
  connections: string | number;
  settings: Record<string, string | number | boolean>;
  secrets: Record<string, string>;
  webhookSecret: string;
};

export function initialValues(kind: ProviderKind, provider?: Provider): ProviderValues {
  const settings = Object.fromEntries(
    kind.fields
      .filter((field) => !field.secret)
      .map((field) => [
        field.name,
        (provider?.settings[field.name] ?? field.default ?? empty(field)) as never,
      ]),
  );
  const secrets = Object.fromEntries(
    kind.fields.filter((field) => field.secret).map((field) => [field.name, ""]),
  );
  return {
    name: provider?.name ?? kind.title,
    serves: provider?.serves ?? "all",
    rate: provider?.rate_per_second ?? "",
    connections: provider?.max_connections ?? 2,
    settings,
    secrets,
    webhookSecret: "",
  };
}

function empty(field: ProviderField): string | boolean {
  return field.type === "bool" ? false : "";
}

/** Empty fields are left out: the kind's own default holds then. */
export function toInput(kind: ProviderKind, values: ProviderValues): Omit<ProviderInput, "webhook_secret"> {
  const filled = Object.entries(values.settings).filter(([, value]) => value !== "");
  return {
    name: values.name,
    kind: kind.name,
    serves: values.serves,
    rate_per_second: values.rate === "" ? null : Number(values.rate),
    max_connections: Number(values.connections) || 2,
    settings: Object.fromEntries(filled),
    secrets: Object.fromEntries(Object.entries(values.secrets).filter(([, value]) => value !== "")),
  };
}

/** Fields that matter only with another one's value: what signs in by OAuth is nobody's business otherwise. */
export function isShown(field: ProviderField, settings: ProviderValues["settings"]): boolean {
  const oauth = settings.auth === "xoauth2" || settings.auth === "oauthbearer";
  if (["grant", "token_url", "client_id", "client_secret", "scope"].includes(field.name)) {
    return !("auth" in settings) || oauth;
  }
  if (field.name === "refresh_token") return oauth && settings.grant !== "client_credentials";
  if (field.name === "password") return !oauth;
  return true;
}

const SELDOM = new Set([
  "ca_pem",
  "local_name",
  "mails_per_connection",
  "api_url",
  "endpoint_url",
  "session_token",
  "subaccount",
  "sandbox_id",
  "marketing_stream",
]);

/** What most leave as it is, unless the kind wants it. */
export const isSeldom = (field: ProviderField) => SELDOM.has(field.name) && !field.required;
