import type { RegistryFilters } from "@/lib/ai-registry";
import type { ModelType } from "@/lib/api-types-ai";
import { ORGANIZATION_TYPES, PLANS } from "@/lib/choices";
import { ALL_PROVIDERS, CAPABILITIES } from "@/lib/choices-ai";
import { readChoice, readText } from "@/lib/search";

export type RegistrySearch = RegistryFilters & { view?: "table"; tab?: "prices" | "usage" | "calls" };
export type ManagementSearch = Omit<RegistryFilters, "status" | "type"> & {
  status?: RegistryFilters["status"] | "locked";
  tier?: Exclude<ModelType, "user">;
  tab?: "usage" | "calls" | "checks";
};

function readFilters(search: Record<string, unknown>): RegistryFilters {
  return {
    q: readText(search.q),
    provider: readChoice(search.provider, ALL_PROVIDERS),
    capability: readChoice(search.capability, CAPABILITIES),
    plan: readChoice(search.plan, PLANS),
    type: readChoice(search.type, ORGANIZATION_TYPES),
    tag: readText(search.tag),
    status: readChoice(search.status, ["active", "inactive", "featured"] as const),
  };
}

export function readRegistrySearch(search: Record<string, unknown>): RegistrySearch {
  return {
    ...readFilters(search),
    view: readChoice(search.view, ["table"] as const),
    tab: readChoice(search.tab, ["prices", "usage", "calls"] as const),
  };
}

export function readManagementSearch(search: Record<string, unknown>): ManagementSearch {
  const { type: _, ...filters } = readFilters(search);
  return {
    ...filters,
    status: readChoice(search.status, ["active", "inactive", "locked", "featured"] as const),
    tier: readChoice(search.tier, ["system", "org_default"] as const),
    tab: readChoice(search.tab, ["usage", "calls", "checks"] as const),
  };
}
