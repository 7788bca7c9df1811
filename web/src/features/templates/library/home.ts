import type { Scope } from "../queries";

/** Where a scope's templates are kept. */
export function homeOf(scope: Scope): string {
  return scope === "global" ? "/superadmin/email-templates" : "/admin/email-templates";
}
