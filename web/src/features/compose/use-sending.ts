import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isAddress } from "@/lib/addresses";
import type { MailInput, MailPreview, SentMail } from "@/lib/api-types-compose";
import { ApiError, type FieldError } from "@/lib/problem";
import { queryClient } from "@/lib/query";
import { attachmentOf, MOST_BYTES, MOST_FILES, totalOf } from "./attaching";
import { type Draft, dataOf, isFilled, MOST_ADDRESSES } from "./draft";
import { mailPreviewQuery, sendMail } from "./queries";
import { type Compose, previewBody } from "./use-compose";
import { instantOf } from "./zone";

export type Problems = Readonly<Record<string, string>>;
/** Fields of the page that a refusal can point at. */
const FIELDS = ["to", "cc", "bcc", "template_id", "reply_to", "attachments", "send_at", "written"] as const;

type Sending = { compose: Compose; zone: string; done: (sent: SentMail) => void };

/** Looks the mail over, has it rendered once more, and sends it. What is wrong stands at its field. */
export function useSending({ compose, zone, done }: Sending) {
  const { t } = useTranslation("compose");
  const { draft, files, change } = compose;
  const [problems, setProblems] = useState<Problems>({});
  const tell = (found: Problems) => {
    setProblems(found);
    if (Object.keys(found).length > 0) requestAnimationFrame(showFirst);
  };
  const mutation = useMutation({
    // Without a network it fails at once: what waits would go out at a moment that nobody chose.
    networkMode: "always",
    mutationFn: async () => {
      const body = previewBody(draft);
      if (!body) throw new ApiError(0, {});
      const shown = await queryClient.fetchQuery({ ...mailPreviewQuery(body), staleTime: 0 });
      const found = problemsOf(shown, draft.values, t);
      tell(found);
      if (Object.keys(found).length > 0) return null;
      const attachments = await Promise.all(files.map(attachmentOf));
      return sendMail({ ...mailOf(draft, shown, zone), attachments }, draft.key);
    },
    onSuccess: (sent) => sent && done(sent),
    onError: (error) => {
      // Where nobody answered it may have been accepted all the same: then the next try has the same key.
      if (error instanceof ApiError && error.status !== 0) change({});
      tell(error instanceof ApiError ? byField(error.errors) : {});
      requestAnimationFrame(showFirst);
    },
  });
  const isBusy = useRef(false);
  const send = () => {
    // A double click comes before the button is drawn as busy.
    if (isBusy.current) return;
    mutation.reset();
    const found = lookOver(draft, files, zone, t);
    tell(found);
    if (Object.keys(found).length > 0) return;
    isBusy.current = true;
    mutation.mutate(undefined, {
      onSettled: () => {
        isBusy.current = false;
      },
    });
  };
  return {
    send,
    problems,
    isSending: mutation.isPending,
    error: mutation.error,
    known: FIELDS,
    forget: (...fields: string[]) =>
      setProblems((now) =>
        Object.fromEntries(Object.entries(now).filter(([name]) => !fields.includes(name))),
      ),
  };
}

/** The first field that something is wrong with may be far above the button. */
function showFirst(): void {
  const wrong = document.querySelector<HTMLElement>("main [aria-invalid=true], main [data-wrong]");
  wrong?.scrollIntoView({ block: "center" });
  wrong?.focus({ preventScroll: true });
}

type Words = (key: string, values?: Record<string, unknown>) => string;

/** What is wrong without asking anybody. */
export function lookOver(draft: Draft, files: readonly File[], zone: string, t: Words): Problems {
  const found: Record<string, string> = {};
  if (draft.to.length === 0) found.to = t("problem.nobody");
  for (const field of ["to", "cc", "bcc"] as const) {
    const wrong = draft[field].find((address) => !isAddress(address));
    if (wrong) found[field] = t("problem.address", { address: wrong });
    else if (draft[field].length > MOST_ADDRESSES) {
      found[field] = t("problem.too_many", { most: MOST_ADDRESSES, number: draft[field].length });
    }
  }
  if (!draft.choice) found.template_id = t("problem.no_template");
  if (draft.reply_to && !isAddress(draft.reply_to)) {
    found.reply_to = t("problem.address", { address: draft.reply_to });
  }
  if (files.length > MOST_FILES || totalOf(files) > MOST_BYTES) found.attachments = t("problem.too_large");
  if (draft.way === "at") {
    const at = instantOf(draft.at, zone);
    if (!at) found.send_at = t("problem.no_time");
    else if (Date.parse(at) < Date.now()) found.send_at = t("problem.past");
  }
  return found;
}

/** What the mail would be refused for, or would be sent in vain. */
export function problemsOf(shown: MailPreview, values: Draft["values"], t: Words): Problems {
  const found: Record<string, string> = {};
  for (const { name, kind, required, value } of shown.placeholders) {
    // A loop over nothing is no gap in the mail, so that nobody else would tell.
    const isHollow = kind === "list" && isNothing(values[name] ?? value);
    if (required && isHollow) found[`value.${name}`] = t("problem.no_rows");
  }
  const known = new Set(shown.placeholders.map(({ name }) => name));
  const list = shown.placeholders.find(({ kind }) => kind === "list");
  for (const { name, reason } of shown.missing) {
    const isUnknown = reason === "unknown";
    if (known.has(name))
      found[`value.${name}`] = t(isUnknown ? "problem.unknown" : "problem.missing", { name });
    // What a loop calls its turn's own: it is one of the rows that lacks it.
    else if (list && !isUnknown) found[`value.${list.name}`] = t("problem.inside", { name });
    else found.template_id = t(isUnknown ? "problem.unknown" : "problem.inside", { name });
  }
  if (shown.recipients.every(({ held_back }) => held_back !== "")) found.to = t("problem.all_held");
  return found;
}

function isNothing(value: unknown): boolean {
  return !isFilled(value) || (Array.isArray(value) && value.length === 0);
}

function mailOf(draft: Draft, shown: MailPreview, zone: string): MailInput {
  const { choice, to, cc, bcc, locale, values, reply_to, written, way, at } = draft;
  return {
    ...choice,
    ...{ to, cc, bcc },
    data: dataOf(values, shown.placeholders as { name: string; value: unknown }[]),
    ...(locale && { locale }),
    ...(reply_to && { reply_to }),
    ...(written && { written: written.sealed }),
    ...(way === "best" && { send_at: "best" as const }),
    ...(way === "at" && { send_at: instantOf(at, zone) }),
  };
}

/** `to.0` and `attachments.1.filename` belong to the fields they are parts of. */
function byField(errors: readonly FieldError[]): Problems {
  const found: Record<string, string> = {};
  for (const { field, message } of errors) {
    const place = FIELDS.find((each) => field === each || field.startsWith(`${each}.`));
    if (place) found[place] = found[place] ? `${found[place]} ${message}` : message;
  }
  return found;
}
