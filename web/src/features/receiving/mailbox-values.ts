import type { Mailbox, MailboxInput } from "@/lib/api-types-inbox";

/** What the form holds. Secrets start empty; left so, those that are there stay. */
export type MailboxValues = {
  name: string;
  address: string;
  host: string;
  port: number | string;
  tls: Mailbox["tls"];
  auth: Mailbox["auth"];
  username: string;
  password: string;
  oauth: { grant: Mailbox["oauth"]["grant"]; token_url: string; client_id: string; scope: string };
  client_secret: string;
  refresh_token: string;
  folder: string;
  afterwards: Mailbox["afterwards"];
  move_to: string;
  authserv_id: string;
};

const PORTS: Record<Mailbox["tls"], number> = { implicit: 993, starttls: 143, none: 143 };

export function initialValues(mailbox?: Mailbox): MailboxValues {
  return {
    name: mailbox?.name ?? "",
    address: mailbox?.address ?? "",
    host: mailbox?.host ?? "",
    port: mailbox?.port ?? PORTS.implicit,
    tls: mailbox?.tls ?? "implicit",
    auth: mailbox?.auth ?? "password",
    username: mailbox?.username ?? "",
    password: "",
    oauth: {
      grant: mailbox?.oauth.grant ?? "refresh_token",
      token_url: mailbox?.oauth.token_url ?? "",
      client_id: mailbox?.oauth.client_id ?? "",
      scope: mailbox?.oauth.scope ?? "",
    },
    client_secret: "",
    refresh_token: "",
    folder: mailbox?.folder ?? "INBOX",
    afterwards: mailbox?.afterwards ?? "seen",
    move_to: mailbox?.move_to ?? "",
    authserv_id: mailbox?.authserv_id ?? "",
  };
}

/** The usual port of another encryption, where the old one was usual too. */
export function portFor(tls: Mailbox["tls"], now: MailboxValues): number | string {
  return Number(now.port) === PORTS[now.tls] ? PORTS[tls] : now.port;
}

export function toInput(values: MailboxValues): MailboxInput {
  const { password, client_secret, refresh_token, ...rest } = values;
  const secrets = Object.fromEntries(
    Object.entries({ password, client_secret, refresh_token }).filter(([, value]) => value !== ""),
  );
  return {
    ...rest,
    port: Number(rest.port) || PORTS[rest.tls],
    move_to: rest.afterwards === "move" ? rest.move_to : "",
    ...secrets,
  } as MailboxInput;
}
