import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/lib/api";

export const dashboardQuery = queryOptions({
  queryKey: ["dashboard"],
  queryFn: () => unwrap(api.GET("/api/dashboard")),
});
