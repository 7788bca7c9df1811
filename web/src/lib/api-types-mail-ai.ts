/** The shapes of what models write for mail under the names the web app uses; their source is api.gen.ts. */
import type { components } from "./api.gen";

type Schemas = components["schemas"];

export type ProposalKind = Schemas["ProposalKind"];
export type ProposalState = Schemas["ProposalState"];
export type Tone = Schemas["Tone"];
/** What a model wrote, without its content. */
export type ProposalBrief = Schemas["AiProposalBrief"];
export type Proposal = Schemas["AiProposalOut"];
export type WritingBase = Schemas["AiBaseIn"];
export type WritingEstimate = Schemas["AiEstimateOut"];
export type EstimateInput = Schemas["AiEstimateIn"];
export type AiConfig = Schemas["AiConfigOut"];
export type AiConfigInput = Schemas["AiConfigIn"];
export type PersonalizationField = Schemas["PersonalizationField"];
export type WordingInput = Schemas["CheckWordingIn"];
/** `start` and `end` count in the field's text as it was sent. */
export type WordingFinding = Schemas["WordingFindingOut"];
export type Readability = Schemas["ReadabilityOut"];
