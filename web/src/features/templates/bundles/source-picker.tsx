import { Stack, Tabs, Textarea, TextInput } from "@mantine/core";
import { IconClipboardText, IconFileUpload, IconWorld } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { SourceInput } from "@/lib/api-types-library";
import { FormActions, FormError } from "@/ui/form/submit";
import classes from "./bundles.module.css";
import { FileDrop } from "./file-drop";
import type { Found } from "./import-dialog";
import { importFile, readSource } from "./queries";
import { decode, isText, nameFrom } from "./reading";

const WAYS = { paste: IconClipboardText, file: IconFileUpload, url: IconWorld };
type Way = keyof typeof WAYS;
export type Picked = { way: Way; text: string; url: string };

type SourcePickerProps = {
  picked: Picked;
  onPicked: (picked: Picked) => void;
  onFound: (found: Found) => void;
  onClose: () => void;
};

export function SourcePicker({ picked, onPicked, onFound, onClose }: SourcePickerProps) {
  const { t } = useTranslation("template-bundles");
  const read = useMutation({
    mutationFn: (file: File | null) => (file ? findInFile(file) : findInSource(picked)),
    onSuccess: onFound,
  });
  const set = (change: Partial<Picked>) => {
    read.reset();
    onPicked({ ...picked, ...change });
  };
  const { way, text, url } = picked;
  const isEmpty = way === "paste" ? !text.trim() : !url.trim();
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && way !== "file") read.mutate(null);
      }}
    >
      <Stack gap="md">
        <Tabs value={way} onChange={(value) => set({ way: value as Way })}>
          <Tabs.List mb="md">
            {Object.entries(WAYS).map(([value, Glyph]) => (
              <Tabs.Tab key={value} value={value} leftSection={<Glyph size={16} aria-hidden />}>
                {t(`way.${value}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="paste">
            <Textarea
              label={t("paste.label")}
              description={t("paste.text")}
              classNames={{ input: classes.paste }}
              autosize={false}
              rows={14}
              spellCheck={false}
              value={text}
              onChange={(event) => set({ text: event.currentTarget.value })}
            />
          </Tabs.Panel>
          <Tabs.Panel value="file">
            <FileDrop busy={read.isPending} onFile={(file) => read.mutate(file)} />
          </Tabs.Panel>
          <Tabs.Panel value="url">
            <TextInput
              label={t("url.label")}
              description={t("url.text")}
              type="url"
              placeholder="https://"
              spellCheck={false}
              value={url}
              onChange={(event) => set({ url: event.currentTarget.value })}
            />
          </Tabs.Panel>
        </Tabs>
        <FormError error={read.error} />
        {way !== "file" && (
          <FormActions mutation={read} label={t("read")} disabled={isEmpty} onCancel={onClose} />
        )}
      </Stack>
    </form>
  );
}

function findInSource({ way, text, url }: Picked): Promise<Found> {
  return find(way === "paste" ? { source: text } : { url: url.trim() });
}

async function findInFile(file: File): Promise<Found> {
  if (!isText(file.name)) return { kind: "bundle", file, plan: await importFile(file) };
  const source = decode(new Uint8Array(await file.arrayBuffer()));
  return find({ source, name: nameFrom(file.name) });
}

async function find(input: SourceInput): Promise<Found> {
  return { kind: "source", source: await readSource(input), input };
}
