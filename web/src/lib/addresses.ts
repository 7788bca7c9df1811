/** What has to stand in quotes before an address (RFC 5322). */
const SPECIAL = /[()<>[\]:;@\\,."]/;
const BARE = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

/** "Ana Ruiz <ana@client.test>", as it goes into a mail's head. */
export function addressOf({ full_name, email }: { full_name: string; email: string }): string {
  if (!full_name) return email;
  const name = SPECIAL.test(full_name) ? `"${full_name.replace(/["\\]/g, "\\$&")}"` : full_name;
  return `${name} <${email}>`;
}

export function bareOf(address: string): string {
  return (address.match(/<([^<>]*)>\s*$/)?.[1] ?? address).trim().toLowerCase();
}

/** Whether it could be one; the server has the last word. */
export function isAddress(address: string): boolean {
  return BARE.test(bareOf(address));
}
