import { api, unwrap } from "@/lib/api";
import type { components } from "@/lib/api.gen";
import type { SampleData, TemplateType } from "@/lib/api-types-mail";
import { pagedOptions } from "@/lib/query";

export type SampleSet = components["schemas"]["SampleOut"];

const at = (id: number) => ({ path: { sample_id: id } });

export const samplesQuery = (type: TemplateType) =>
  pagedOptions(["email-template-samples", type], (cursor) =>
    unwrap(api.GET("/api/email-templates/samples", { params: { query: { type, cursor, limit: 100 } } })),
  );

export const pastMailQuery = (type: TemplateType) =>
  pagedOptions(["email-template-samples", "from-mail", type], (cursor) =>
    unwrap(
      api.GET("/api/email-templates/samples/from-mail", { params: { query: { type, cursor, limit: 20 } } }),
    ),
  );

export const createSample = (body: { type: TemplateType; name: string; data: SampleData }) =>
  unwrap(api.POST("/api/email-templates/samples", { body }));

export const createFromMail = (message_id: string) =>
  unwrap(api.POST("/api/email-templates/samples/from-mail", { body: { message_id } }));

export const changeSample = (id: number, body: { name?: string; data?: SampleData }) =>
  unwrap(api.PATCH("/api/email-templates/samples/{sample_id}", { params: at(id), body }));

export const deleteSample = (id: number) =>
  unwrap(api.DELETE("/api/email-templates/samples/{sample_id}", { params: at(id) }));
