import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./api";
import type { OrganizationType, Page, Plan } from "./api-types";
import type {
  AiTask,
  Capability,
  Connection,
  ModelType,
  Provider,
  RegistryModel,
  RegistryModelInput,
} from "./api-types-ai";
import { CAPABILITIES } from "./choices-ai";
import { pagedOptions } from "./query";

/** The registry of the three tiers, for the pages that manage models; who may do what is the API's business. */
export type RegistryFilters = {
  q?: string;
  provider?: Provider;
  capability?: Capability;
  plan?: Plan;
  type?: OrganizationType;
  tag?: string;
  status?: "active" | "inactive" | "featured";
};
type Change = Partial<RegistryModelInput> & { version: number };
type Import = Omit<Connection, "model_id"> & { models: string[] };
type Query = {
  q?: string;
  provider?: Provider;
  capability?: Capability;
  tag?: string;
  is_active?: boolean;
  is_featured?: boolean;
  cursor?: string;
  limit?: number;
};
type Routes = {
  list: (query: Query, system: Pick<RegistryFilters, "plan" | "type">) => Promise<Page<RegistryModel>>;
  get: (id: number) => Promise<RegistryModel>;
  create: (body: RegistryModelInput) => Promise<RegistryModel>;
  change: (id: number, body: Change) => Promise<RegistryModel>;
  remove: (id: number) => Promise<unknown>;
  duplicate: (id: number) => Promise<RegistryModel>;
  reorder: (ids: number[]) => Promise<unknown>;
  take: (body: Import) => Promise<Page<RegistryModel>>;
};

const system = (id: number) => ({ path: { system_model_id: id } });
const org = (id: number) => ({ path: { org_model_id: id } });
const own = (id: number) => ({ path: { user_model_id: id } });

const ROUTES: Record<ModelType, Routes> = {
  system: {
    list: (query, { plan, type }) =>
      unwrap(
        api.GET("/api/ai/system-models", { params: { query: { ...query, plan, organization_type: type } } }),
      ),
    get: (id) => unwrap(api.GET("/api/ai/system-models/{system_model_id}", { params: system(id) })),
    create: (body) => unwrap(api.POST("/api/ai/system-models", { body })),
    change: (id, body) =>
      unwrap(api.PATCH("/api/ai/system-models/{system_model_id}", { params: system(id), body })),
    remove: (id) => unwrap(api.DELETE("/api/ai/system-models/{system_model_id}", { params: system(id) })),
    duplicate: (id) =>
      unwrap(api.POST("/api/ai/system-models/{system_model_id}/duplicate", { params: system(id) })),
    reorder: (ids) => unwrap(api.POST("/api/ai/system-models/reorder", { body: { ids } })),
    take: (body) => unwrap(api.POST("/api/ai/system-models/import", { body })),
  },
  org_default: {
    list: (query) => unwrap(api.GET("/api/ai/org-models", { params: { query } })),
    get: (id) => unwrap(api.GET("/api/ai/org-models/{org_model_id}", { params: org(id) })),
    create: (body) => unwrap(api.POST("/api/ai/org-models", { body })),
    change: (id, body) => unwrap(api.PATCH("/api/ai/org-models/{org_model_id}", { params: org(id), body })),
    remove: (id) => unwrap(api.DELETE("/api/ai/org-models/{org_model_id}", { params: org(id) })),
    duplicate: (id) => unwrap(api.POST("/api/ai/org-models/{org_model_id}/duplicate", { params: org(id) })),
    reorder: (ids) => unwrap(api.POST("/api/ai/org-models/reorder", { body: { ids } })),
    take: (body) => unwrap(api.POST("/api/ai/org-models/import", { body })),
  },
  user: {
    list: (query) => unwrap(api.GET("/api/ai/user-models", { params: { query } })),
    get: (id) => unwrap(api.GET("/api/ai/user-models/{user_model_id}", { params: own(id) })),
    create: (body) => unwrap(api.POST("/api/ai/user-models", { body })),
    change: (id, body) => unwrap(api.PATCH("/api/ai/user-models/{user_model_id}", { params: own(id), body })),
    remove: (id) => unwrap(api.DELETE("/api/ai/user-models/{user_model_id}", { params: own(id) })),
    duplicate: (id) => unwrap(api.POST("/api/ai/user-models/{user_model_id}/duplicate", { params: own(id) })),
    reorder: (ids) => unwrap(api.POST("/api/ai/user-models/reorder", { body: { ids } })),
    take: (body) => unwrap(api.POST("/api/ai/user-models/import", { body })),
  },
};

export const registryQuery = (tier: ModelType, { status, plan, type, ...filters }: RegistryFilters = {}) =>
  pagedOptions(["ai-models", "registry", tier, { status, plan, type, ...filters }], (cursor) => {
    const query: Query = { ...filters, cursor, limit: 100 };
    if (status === "featured") query.is_featured = true;
    else if (status) query.is_active = status === "active";
    return ROUTES[tier].list(query, { plan, type });
  });

export const registryModelQuery = (tier: ModelType, id: number) =>
  queryOptions({
    queryKey: ["ai-models", "registry", tier, id],
    queryFn: () => ROUTES[tier].get(id),
  });

export const createModel = (tier: ModelType, body: RegistryModelInput) => ROUTES[tier].create(body);

/** What is left out stays as it is. A stale `version` is refused with 409. */
export const changeModel = (tier: ModelType, id: number, body: Change) => ROUTES[tier].change(id, body);

export const deleteModel = (tier: ModelType, id: number) => ROUTES[tier].remove(id);

export const duplicateModel = (tier: ModelType, id: number) => ROUTES[tier].duplicate(id);

export const reorderModels = (tier: ModelType, ids: number[]) => ROUTES[tier].reorder(ids);

export const importModels = (tier: ModelType, body: Import) => ROUTES[tier].take(body);

/** A live call of a model as it is stored. */
export const testModel = (tier: ModelType, id: number) =>
  unwrap(
    api.POST("/api/ai/models/{model_type}/{model_id}/test", {
      params: { path: { model_type: tier, model_id: id } },
    }),
  );

export type UnsavedConnection = Connection & { tier: ModelType; id?: number };

/** A live call before anything is saved. With `id` and no key the stored key serves, for the same host alone. */
export const testConnection = (body: UnsavedConnection & { capabilities: Capability[] }) =>
  unwrap(api.POST("/api/ai/models/test", { body }));

/** What the provider says it has; abilities that this version does not know are left out. */
export const discoverModels = (body: Omit<UnsavedConnection, "model_id">) =>
  unwrap(api.POST("/api/ai/models/discover", { body })).then(({ items }) =>
    items.map((model) => ({
      ...model,
      capabilities: CAPABILITIES.filter((known) => model.capabilities.includes(known)),
    })),
  );

export const validateTasks = (task: AiTask[]) =>
  unwrap(api.POST("/api/ai/tasks/validate", { body: { task } }));
