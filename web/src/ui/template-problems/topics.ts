import type { TemplateProblem } from "@/lib/api-types-mail";

export const TOPICS = ["code", "links", "pictures", "look", "words", "size"] as const;
export type Topic = (typeof TOPICS)[number];

const CODES: Record<Exclude<Topic, "code">, string> = {
  links: "unsafe_link broken_link private_link missing_unsubscribe vague_link too_many_links",
  pictures: "missing_alt image_too_heavy image_not_found only_images more_images_than_text",
  look: "low_contrast unsupported_css style_sheet_too_long css_syntax",
  words:
    "empty_subject subject_too_long subject_too_short capitals exclamation_marks currency_signs spam_words missing_preheader preheader_too_long missing_text",
  size: "too_long_for_gmail too_large too_complex nested_too_deeply liquid_limit",
};
const TOPIC_OF = new Map(
  Object.entries(CODES).flatMap(([topic, codes]) =>
    codes.split(" ").map((code) => [code, topic as Topic] as const),
  ),
);

/** What a problem is about; whatever is about nothing else is about the code. */
export function topicOf({ code }: TemplateProblem): Topic {
  return TOPIC_OF.get(code) ?? "code";
}

export type Group = { topic: Topic; problems: TemplateProblem[] };

export function groupProblems(problems: readonly TemplateProblem[]): Group[] {
  return TOPICS.map((topic) => ({
    topic,
    problems: problems.filter((each) => topicOf(each) === topic),
  })).filter(({ problems: some }) => some.length > 0);
}

export function countByLevel(problems: readonly TemplateProblem[]): { errors: number; warnings: number } {
  const errors = problems.filter(({ level }) => level === "error").length;
  return { errors, warnings: problems.length - errors };
}

/** The problems of a look at what is elsewhere, which the others do not hold yet. */
export function withRemote(
  problems: readonly TemplateProblem[],
  remote: readonly TemplateProblem[],
): TemplateProblem[] {
  const keyOf = ({ code, field, line, column, message }: TemplateProblem) =>
    `${code}:${field}:${line}:${column}:${message}`;
  const known = new Set(problems.map(keyOf));
  return [...problems, ...remote.filter((each) => !known.has(keyOf(each)))];
}
