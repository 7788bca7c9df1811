export type AddressProblem = "scheme" | "local" | "broken";

/** What is wrong with a link's address; null also for an empty one, which is only unfinished. */
export function addressProblem(value: string): AddressProblem | null {
  const address = value.trim();
  if (!address || /^\{[{%]/.test(address) || address.startsWith("#")) return null;
  if (/^(?:mailto|tel|sms):\S+$/i.test(address)) return null;
  if (!/^https?:\/\//i.test(address)) return "scheme";
  const plain = address.replace(/\{[{%].*?[}%]\}/g, "x");
  try {
    const { hostname } = new URL(plain);
    return /^(?:localhost|127\.|0\.0\.0\.0|\[::1\])/.test(hostname) ? "local" : null;
  } catch {
    return "broken";
  }
}
