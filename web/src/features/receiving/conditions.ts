import type {
  FilterCondition,
  FilterField,
  FilterOperator,
  MailFilter,
  MailFilterInput,
} from "@/lib/api-types-inbox";

export type Conditions = MailFilterInput["conditions"];

const TEXT: readonly FilterOperator[] = [
  "contains",
  "not_contains",
  "is",
  "is_not",
  "starts_with",
  "ends_with",
  "matches",
];
const CHOICE: readonly FilterOperator[] = ["is", "is_not"];
const NUMBER: readonly FilterOperator[] = ["above", "below"];

export function operatorsOf(field: FilterField): readonly FilterOperator[] {
  if (field === "size_kb") return NUMBER;
  return field === "kind" || isYesOrNo(field) || field === "authentication" ? CHOICE : TEXT;
}

export const isYesOrNo = (field: FilterField) => field === "has_attachment" || field === "spam";

/** A condition on another field: its operator and value stay where they fit. */
export function onField(condition: FilterCondition, field: FilterField): FilterCondition {
  const operators = operatorsOf(field);
  const isSameSort = operators === operatorsOf(condition.field) && operators === TEXT;
  return {
    field,
    operator: operators.includes(condition.operator) ? condition.operator : (operators[0] as FilterOperator),
    value: isSameSort ? condition.value : isYesOrNo(field) ? "yes" : "",
    header: field === "header" ? condition.header : "",
  };
}

export const EMPTY: FilterCondition = { field: "from", operator: "contains", value: "", header: "" };

/** The API gives them back as it was given them. */
export function conditionsOf(filter: MailFilter): Conditions {
  const { match, items } = filter.conditions as Partial<Conditions>;
  return { match: match ?? "all", items: items ?? [] };
}
