import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDeviceFloppy, IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/ui/confirm/confirm-dialog";
import { notifyDone, useNotifyError } from "@/ui/form/submit";
import { NameDialog } from "@/ui/name-dialog/name-dialog";
import { changeSample, createSample, deleteSample, type SampleSet, samplesQuery } from "./queries";
import type { Sample } from "./use-sample";

/** Keeps changed data under a name; renames and deletes the set in use. */
export function SampleActions({ sample }: { sample: Sample }) {
  const { t } = useTranslation("template-preview");
  const client = useQueryClient();
  const tellError = useNotifyError();
  const [isNaming, name] = useDisclosure(false);
  const [isRenaming, rename] = useDisclosure(false);
  const [isDeleting, remove] = useDisclosure(false);
  const { chosen } = sample;
  const refresh = async (set: SampleSet | null) => {
    await client.invalidateQueries({ queryKey: samplesQuery(sample.type).queryKey });
    sample.choose(set);
  };
  const keep = useMutation({
    mutationFn: (id: number) => changeSample(id, { data: sample.values }),
    onSuccess: async (saved) => {
      await refresh(saved);
      notifyDone(t("sample.kept", { name: saved.name }));
    },
    onError: tellError,
  });
  return (
    <>
      {chosen && sample.isEdited && (
        <Button
          size="compact-sm"
          disabled={sample.error !== null}
          loading={keep.isPending}
          leftSection={<IconDeviceFloppy size={14} aria-hidden />}
          onClick={() => keep.mutate(chosen.id)}
        >
          {t("sample.keep")}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        disabled={sample.error !== null}
        leftSection={<IconDeviceFloppy size={14} aria-hidden />}
        onClick={name.open}
      >
        {t("sample.keep_as")}
      </Button>
      {chosen && (
        <>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPencil size={14} aria-hidden />}
            onClick={rename.open}
          >
            {t("sample.rename")}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            leftSection={<IconTrash size={14} aria-hidden />}
            onClick={remove.open}
          >
            {t("common:action.delete")}
          </Button>
        </>
      )}
      <NameDialog
        opened={isNaming}
        onClose={name.close}
        title={t("sample.keep_as")}
        name=""
        hint={t("sample.name_hint")}
        send={(called) => createSample({ type: sample.type, name: called, data: sample.values })}
        done={refresh}
      />
      {chosen && (
        <>
          <NameDialog
            opened={isRenaming}
            onClose={rename.close}
            title={t("sample.rename")}
            name={chosen.name}
            hint={t("sample.name_hint")}
            send={(called) => changeSample(chosen.id, { name: called })}
            done={refresh}
          />
          <ConfirmDialog
            opened={isDeleting}
            onClose={remove.close}
            danger
            title={t("sample.delete_title")}
            action={t("common:action.delete")}
            run={() => deleteSample(chosen.id)}
            done={() => void refresh(null)}
          >
            {t("sample.delete_text", { name: chosen.name })}
          </ConfirmDialog>
        </>
      )}
    </>
  );
}
