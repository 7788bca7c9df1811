import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/lib/problem";

const SPOKEN = new Set([401, 403, 404, 409, 429, 502, 503]);

/** One sentence for a person from whatever was thrown; the server's own words first. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation();
  return useCallback(
    (error) => {
      if (!(error instanceof ApiError)) return t("error.unknown");
      if (error.status === 0) return t("error.network");
      if (error.status === 429) {
        return error.retryAfter ? t("error.429_after", { seconds: error.retryAfter }) : t("error.429");
      }
      const loose = error.errors.filter((entry) => !entry.field).map((entry) => entry.message);
      if (loose.length > 0) return loose.join(" ");
      if (error.detail) return error.detail;
      if (SPOKEN.has(error.status)) return t(`error.${error.status}`);
      if (error.status >= 500) return t("error.server");
      return error.errors[0]?.message || error.title || t("error.unknown");
    },
    [t],
  );
}
