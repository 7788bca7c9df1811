import type { ModelType } from "@/lib/api-types-ai";

/** Tiers that have managing pages here; people's own models have theirs under /account/ai. */
export type ManagedTier = Exclude<ModelType, "user">;

/** Where a tier's models are listed. */
export function listHome(tier: ManagedTier): string {
  return tier === "system" ? "/superadmin/ai/models" : "/admin/ai/management";
}

/** Where a tier's models are made and edited: `/new` and `/<id>` below it. */
export function modelHome(tier: ManagedTier): string {
  return tier === "system" ? "/superadmin/ai/models" : "/admin/ai/management/models";
}
