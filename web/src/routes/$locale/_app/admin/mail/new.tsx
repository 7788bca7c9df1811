import { createFileRoute } from "@tanstack/react-router";
import { ComposePage } from "@/features/compose/compose-page";
import { FitToRecipient } from "@/features/template-ai/fit/fit-to-recipient";
import { TEMPLATE_TYPES } from "@/lib/choices-mail";
import { loadText } from "@/lib/i18n";
import { readChoice, readText } from "@/lib/search";

type ComposeSearch = { to?: string; template?: number; type?: (typeof TEMPLATE_TYPES)[number] };

export const Route = createFileRoute("/$locale/_app/admin/mail/new")({
  validateSearch: (search: Record<string, unknown>): ComposeSearch => {
    const template = Number(search.template);
    return {
      to: readText(search.to),
      template: Number.isSafeInteger(template) && template > 0 ? template : undefined,
      type: readChoice(search.type, TEMPLATE_TYPES),
    };
  },
  loader: loadText("compose", "templates", "template-preview", "best-times", "template-ai"),
  component: Screen,
});

function Screen() {
  const { to, template, type } = Route.useSearch();
  const choice = template ? { template_id: template } : type ? { type } : null;
  return (
    <ComposePage
      key={`${to}:${template}:${type}`}
      start={{ ...(to && { to: [to] }), ...(choice && { choice }) }}
      fit={FitToRecipient}
    />
  );
}
