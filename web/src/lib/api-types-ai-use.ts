/** The shapes of the routes by which models are used, under the names the web app uses. */
import type { ModelType } from "./api-types-ai";

export type RunStep = {
  output: "text" | "json";
  value: unknown;
  prompt_tokens: number;
  completion_tokens: number;
  served_by: string;
  latency_ms: number;
};
export type TaskRun = {
  id: string;
  model_type: ModelType;
  model_id: number;
  model_name: string;
  task_name: string;
  task_title: string;
  inputs: Record<string, unknown>;
  steps: RunStep[];
  status: "running" | "done" | "failed";
  error: string;
  created_at: string;
  finished_at?: string | null;
};
export type ModelCall = {
  id: number;
  created_at: string;
  feature: string;
  model_type: ModelType;
  model_id: number;
  model_name: string;
  served_by: string;
  prompt_tokens: number;
  completion_tokens: number;
  estimated: boolean;
  cost: string;
  latency_ms: number;
  status: "ok" | "aborted" | "failed" | "refused";
  error_code: string;
};
export type Sentiment = {
  label: "negative" | "neutral" | "positive";
  score: number;
  probabilities: Record<string, number>;
};
type Place = { text: string; start: number; end: number };
export type Summary = { summary: string; sentences: Place[] };
export type FoundDate = Place & {
  kind: string;
  date: string;
  datetime?: string | null;
  until_date?: string | null;
  until_datetime?: string | null;
};
export type Extraction = {
  dates: FoundDate[];
  actions: (Place & { owner: string | null; due: FoundDate | null })[];
  decisions: Place[];
};
