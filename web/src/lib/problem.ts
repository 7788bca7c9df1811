/** A refused or failed request: RFC 9457 problem documents of /api, and the error lists of /_allauth. */

export type FieldError = { field: string; message: string; line?: number; column?: number };

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors: FieldError[];
  /** Seconds until another try makes sense, from Retry-After. */
  readonly retryAfter: number | null;
  /** The whole document, for members beyond the standard ones (such as `current_version`). */
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>, retryAfter: number | null = null) {
    const title = text(body.title);
    const detail = text(body.detail);
    super(detail || title || `HTTP ${status}`);
    this.status = status;
    this.code = text(body.code) || text(body.type);
    this.title = title;
    this.detail = detail;
    this.errors = readErrors(body.errors);
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null) return [];
    const error = entry as Record<string, unknown>;
    return [
      {
        field: text(error.field) || text(error.param),
        message: text(error.message),
        ...(typeof error.line === "number" ? { line: error.line } : {}),
        ...(typeof error.column === "number" ? { column: error.column } : {}),
      },
    ];
  });
}

/** The messages by field, in the form that `form.setErrors` takes. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const found: Record<string, string> = {};
  for (const { field, message } of error.errors) {
    if (field) found[field] = found[field] ? `${found[field]} ${message}` : message;
  }
  return found;
}

export async function readProblem(response: Response): Promise<ApiError> {
  const after = Number(response.headers.get("Retry-After"));
  let body: Record<string, unknown> = {};
  try {
    body = (await response.clone().json()) as Record<string, unknown>;
  } catch {
    // Not JSON (a proxy's error page): the status alone has to do.
  }
  return new ApiError(response.status, body, Number.isFinite(after) && after > 0 ? after : null);
}
