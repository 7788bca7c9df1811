import type { Provider } from "@/lib/api-types-ai";

type ProviderFacts = {
  /** Shown where nothing is typed: where the provider is reached unless told otherwise. */
  endpoint: string;
  /** The endpoint has no default, it must be given. */
  needsEndpoint?: boolean;
  /** What a key looks like; empty where servers usually ask for none. */
  key: string;
  model: string;
  /** The provider tells what models it has. */
  lists?: boolean;
};

export const PROVIDER_FACTS: Record<Provider, ProviderFacts> = {
  openai: { endpoint: "https://api.openai.com/v1", key: "sk-…", model: "gpt-4.1-mini", lists: true },
  anthropic: {
    endpoint: "https://api.anthropic.com",
    key: "sk-ant-…",
    model: "claude-sonnet-4-5",
    lists: true,
  },
  google: {
    endpoint: "https://generativelanguage.googleapis.com",
    key: "AIza…",
    model: "gemini-2.5-flash",
    lists: true,
  },
  azure: {
    endpoint: "https://your-name.openai.azure.com",
    needsEndpoint: true,
    key: "…",
    model: "your-deployment",
    lists: true,
  },
  bedrock: {
    endpoint: "eu-west-1",
    needsEndpoint: true,
    key: "ACCESS_KEY:SECRET_KEY",
    model: "eu.anthropic.claude-sonnet-4-20250514-v1:0",
    lists: true,
  },
  openai_compatible: {
    endpoint: "https://models.example.com/v1",
    needsEndpoint: true,
    key: "…",
    model: "qwen3-32b",
    lists: true,
  },
  ollama: { endpoint: "http://localhost:11434/v1", key: "", model: "llama3.2", lists: true },
  llamacpp: { endpoint: "http://127.0.0.1:8080/v1", key: "", model: "default", lists: true },
  builtin: { endpoint: "", key: "", model: "builtin" },
};
