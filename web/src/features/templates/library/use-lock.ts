import { useQuery } from "@tanstack/react-query";
import type { Template } from "@/lib/api-types-mail";
import type { Scope } from "../queries";
import { locksQuery } from "./queries";

/** Why the organisation may have no template of its own of that type; null where it may. */
export function useLock(template: Template, scope: Scope): { reason: string } | null {
  const isDefault = scope === "organization" && template.organization_id === null;
  const locks = useQuery({ ...locksQuery, enabled: isDefault });
  if (template.lock?.is_locked) return template.lock;
  return (isDefault && locks.data?.get(template.type)) || null;
}
