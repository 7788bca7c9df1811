import { createFileRoute } from "@tanstack/react-router"

export const Route = createFileRoute(
  "/$locale/_app/admin/ai/management/models/$id",
)({
  component: RouteComponent,
})

function RouteComponent() {
  return <div>Hello "/$locale/_app/admin/ai/management/models/$id"!</div>
}
