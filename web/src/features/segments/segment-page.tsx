import { Anchor, Button, Group as Row, Stack, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { ApiError } from "@/lib/problem";
import { useCan } from "@/lib/session";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { ErrorState } from "@/ui/empty-state/empty-state";
import { FormError } from "@/ui/form/submit";
import { NotFoundPage } from "@/ui/page/fallback-pages";
import { Page } from "@/ui/page/page";
import { PagePending } from "@/ui/page/page-pending";
import { notify } from "@/ui/provider/notify";
import { Surface } from "@/ui/surface/surface";
import { complete, emptyGroup, toGroup } from "./filter";
import { GroupEditor } from "./group-editor";
import { LiveCount } from "./live-count";
import {
  changeSegment,
  createSegment,
  deleteSegment,
  fieldsQuery,
  KEY,
  type Segment,
  segmentQuery,
} from "./queries";
import classes from "./segments.module.css";

export function SegmentPage({ id }: { id: string }) {
  const segment = useQuery({ ...segmentQuery(id), enabled: id !== "new" });
  if (id === "new") return <Editor key="new" />;
  if (segment.isPending) return <PagePending />;
  if (segment.error instanceof ApiError && segment.error.status === 404) return <NotFoundPage />;
  if (!segment.data) return <ErrorState error={segment.error} onRetry={() => segment.refetch()} />;
  return <Editor key={`${segment.data.id}-${segment.data.version}`} segment={segment.data} />;
}

function Editor({ segment }: { segment?: Segment }) {
  const { t } = useTranslation("segments");
  const path = usePath();
  const navigate = useNavigate();
  const client = useQueryClient();
  const mayManage = useCan("campaigns.manage");
  const fields = useQuery(fieldsQuery);
  const [name, setName] = useState(segment?.name ?? "");
  const [description, setDescription] = useState(segment?.description ?? "");
  const [filter, setFilter] = useState(segment ? toGroup(segment.filter) : emptyGroup());
  const [deleting, remove] = useDisclosure(false);
  const save = useMutation({
    mutationFn: () => {
      const values = { name, description, filter: complete(filter) };
      return segment ? changeSegment(segment.id, segment.version, values) : createSegment(values);
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: KEY });
      notify({ message: t("saved"), color: "teal" });
      if (!segment) await navigate({ to: path(`/admin/contacts/segments/${saved.id}`) });
    },
  });
  const actions = mayManage && (
    <Row gap="xs">
      {segment && (
        <Button variant="default" color="red" onClick={remove.open}>
          {t("common:action.delete")}
        </Button>
      )}
      <Button disabled={!name.trim()} loading={save.isPending} onClick={() => save.mutate()}>
        {segment ? t("common:action.save") : t("add")}
      </Button>
    </Row>
  );
  return (
    <Page
      title={segment?.name ?? t("add")}
      back={{ to: path("/admin/contacts/segments"), label: t("title") }}
      actions={actions}
    >
      <div className={classes.columns}>
        <Stack gap="lg">
          <Surface title={t("about")}>
            <Stack gap="sm">
              <TextInput
                label={t("common:field.name")}
                value={name}
                maxLength={120}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Textarea
                label={t("description")}
                autosize
                maxLength={500}
                value={description}
                onChange={(event) => setDescription(event.currentTarget.value)}
              />
              <FormError error={save.error} />
            </Stack>
          </Surface>
          <Surface title={t("filter_title")} description={t("filter_text")}>
            {fields.data ? (
              <GroupEditor group={filter} fields={fields.data} onChange={setFilter} />
            ) : (
              fields.error && <ErrorState error={fields.error} onRetry={() => fields.refetch()} />
            )}
          </Surface>
        </Stack>
        <Stack gap="sm">
          <LiveCount filter={filter} />
          {segment && (
            <Anchor size="sm" href={`/api/contacts/export?segment_id=${segment.id}`} download>
              {t("export")}
            </Anchor>
          )}
        </Stack>
      </div>
      {segment && (
        <ConfirmDialog
          opened={deleting}
          onClose={remove.close}
          danger
          title={t("delete.title")}
          action={t("common:action.delete")}
          run={() => deleteSegment(segment.id)}
          done={async () => {
            await navigate({ to: path("/admin/contacts/segments") });
            await client.invalidateQueries({ queryKey: KEY });
          }}
        >
          {t("delete.text", { name: segment.name })}
        </ConfirmDialog>
      )}
    </Page>
  );
}
