import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

export const SPANS = ["7", "30", "90"] as const;
export type Span = (typeof SPANS)[number];

/** Numbers come out of the address as numbers. */
export const readDays = (value: unknown): Span | undefined => SPANS.find((span) => span === String(value));

export const deliverabilityQuery = (days: Span) =>
  queryOptions({
    queryKey: ["mail", "deliverability", days],
    queryFn: () => unwrap(api.GET("/api/mail/deliverability", { params: { query: { days: Number(days) } } })),
    staleTime: 60_000,
  });
