import type { ModelConfig } from "@/lib/api-types-ai";
import type { ManagementSearch } from "./search";

export type StateOfOffer = "active" | "inactive" | "locked";

/** What a model of the platform is to the organisation's people. */
export function stateOf(model: Pick<ModelConfig, "allowed" | "is_enabled_for_users">): StateOfOffer {
  if (!model.allowed) return "locked";
  return model.is_enabled_for_users ? "active" : "inactive";
}

type Offered = Pick<
  ModelConfig,
  | "name"
  | "description"
  | "provider"
  | "capabilities"
  | "tags"
  | "is_featured"
  | "required_plan"
  | "allowed"
  | "is_enabled_for_users"
>;

/** Whether a model of the platform passes the filters: the API gives that list whole, the page narrows it. */
export function matches(model: Offered, filters: ManagementSearch): boolean {
  const { q, provider, capability, plan, tag, status } = filters;
  const words = `${model.name} ${model.description} ${model.tags.join(" ")}`.toLowerCase();
  return (
    (!q || words.includes(q.toLowerCase())) &&
    (!provider || model.provider === provider) &&
    (!capability || model.capabilities.includes(capability)) &&
    (!plan || model.required_plan === plan) &&
    (!tag || model.tags.includes(tag)) &&
    (!status || (status === "featured" ? model.is_featured : stateOf(model) === status))
  );
}
