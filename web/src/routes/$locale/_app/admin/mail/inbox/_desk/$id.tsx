import { createFileRoute } from "@tanstack/react-router";

export const Route = createFileRoute("/$locale/_app/admin/mail/inbox/_desk/$id")({ component: () => null });
