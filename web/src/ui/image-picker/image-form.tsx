import {
  Alert,
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { centerCrop, makeAspectCrop, type PercentCrop, ReactCrop } from "react-image-crop";
import "react-image-crop/dist/ReactCrop.css";
import { uploadFile } from "@/lib/api";
import { FormError } from "../form/submit";
import type { Chosen, PickedImage } from "./image-picker";
import classes from "./image-picker.module.css";
import {
  altFrom,
  atWidth,
  cropBox,
  cutOut,
  isWhole,
  MAIL_WIDTH,
  type Purpose,
  type Size,
  storedSize,
  WIDEST,
} from "./preparing";

const RATIOS = { free: undefined, square: 1, wide: 16 / 9, photo: 3 / 2 } as const;
type Ratio = keyof typeof RATIOS;

type ImageFormProps = {
  chosen: Chosen;
  purpose: Purpose;
  onBack: () => void;
  onDone: (image: PickedImage) => void;
};

/** Cutting, size and description; then the upload. */
export function ImageForm({ chosen, purpose, onBack, onDone }: ImageFormProps) {
  const { t } = useTranslation("image-picker");
  const client = useQueryClient();
  const file = "file" in chosen ? chosen.file : null;
  const address = useAddress(chosen);
  const [picture, setPicture] = useState<Size | null>("upload" in chosen ? chosen.upload : null);
  const [isDamaged, setDamaged] = useState(false);
  const [ratio, setRatio] = useState<Ratio>("free");
  const [crop, setCrop] = useState<PercentCrop>();
  const [width, setWidth] = useState<number | null>(null);
  const [alt, setAlt] = useState(
    file ? altFrom(file.name) : altFrom("upload" in chosen ? chosen.upload.file_name : ""),
  );
  const [isDecoration, setDecoration] = useState(false);
  const cut = picture && cropBox(crop, picture);
  const widest = cut ? Math.min(cut.width, WIDEST[purpose]) : 0;
  const shown = cut && atWidth(cut, Math.min(width ?? Math.min(cut.width, MAIL_WIDTH), widest));

  const upload = useMutation({
    mutationFn: async (): Promise<PickedImage> => {
      if (!cut || !shown || !picture) throw new Error("no picture");
      const words = isDecoration ? "" : alt.trim();
      if ("upload" in chosen) return { url: chosen.upload.url, ...shown, alt: words };
      const size = storedSize(cut, shown.width, purpose);
      const asIs = isWhole(cut, picture) && size.width === picture.width;
      const ready = asIs ? chosen.file : await cutOut(chosen.file, cut, size);
      return { url: (await uploadFile(ready, purpose)).url, ...shown, alt: words };
    },
    onSuccess: (image) => {
      void client.invalidateQueries({ queryKey: ["uploads"] });
      onDone(image);
    },
  });
  const changeRatio = (next: Ratio) => {
    setRatio(next);
    const aspect = RATIOS[next];
    setCrop(
      aspect && picture
        ? centerCrop(
            makeAspectCrop({ unit: "%", width: 100 }, aspect, picture.width, picture.height),
            picture.width,
            picture.height,
          )
        : undefined,
    );
  };
  const image = (
    <img
      className={classes.picture}
      src={address}
      alt={t("preview")}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        setPicture({ width: naturalWidth, height: naturalHeight })
      }
      onError={() => setDamaged(true)}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        upload.mutate();
      }}
    >
      <Stack gap="md">
        {isDamaged && (
          <Alert color="red" variant="light" role="alert">
            {t("refused.damaged")}
          </Alert>
        )}
        <div className={classes.stage}>
          {file ? (
            <ReactCrop
              crop={crop}
              aspect={RATIOS[ratio]}
              onChange={(_, percent) => setCrop(percent)}
              ariaLabels={{
                cropArea: t("crop.area"),
                nwDragHandle: t("crop.corner.nw"),
                nDragHandle: t("crop.corner.n"),
                neDragHandle: t("crop.corner.ne"),
                eDragHandle: t("crop.corner.e"),
                seDragHandle: t("crop.corner.se"),
                sDragHandle: t("crop.corner.s"),
                swDragHandle: t("crop.corner.sw"),
                wDragHandle: t("crop.corner.w"),
              }}
            >
              {image}
            </ReactCrop>
          ) : (
            image
          )}
        </div>
        {file && (
          <Group gap="sm">
            <SegmentedControl
              size="xs"
              aria-label={t("crop.label")}
              value={ratio}
              onChange={(value) => changeRatio(value as Ratio)}
              data={Object.keys(RATIOS).map((value) => ({ value, label: t(`crop.${value}`) }))}
            />
            <Button
              size="compact-sm"
              variant="default"
              disabled={!cut || !picture || isWhole(cut, picture)}
              onClick={() => changeRatio("free")}
            >
              {t("crop.whole")}
            </Button>
            <Text size="xs" c="dimmed" flex="1 1 12rem">
              {t("crop.hint")}
            </Text>
          </Group>
        )}
        <Group gap="md" align="flex-start">
          <NumberInput
            label={t("width")}
            description={shown ? t("height", { height: shown.height }) : " "}
            suffix=" px"
            min={1}
            max={Math.max(1, widest)}
            clampBehavior="blur"
            allowDecimal={false}
            w="9rem"
            value={width ?? shown?.width ?? ""}
            onChange={(value) => setWidth(typeof value === "number" && value > 0 ? value : null)}
          />
          <Stack gap="xs" flex="1 1 16rem">
            <TextInput
              label={t("alt.label")}
              description={t("alt.hint")}
              required={!isDecoration}
              disabled={isDecoration}
              maxLength={300}
              data-autofocus
              value={isDecoration ? "" : alt}
              onChange={(event) => setAlt(event.currentTarget.value)}
            />
            <Checkbox
              label={t("alt.decoration")}
              checked={isDecoration}
              onChange={(event) => setDecoration(event.currentTarget.checked)}
            />
          </Stack>
        </Group>
        {file && cut && shown && (
          <Alert color="gray" variant="light" icon={<IconInfoCircle size={18} />}>
            {t("outcome", { width: storedSize(cut, shown.width, purpose).width })}
            {file.type === "image/gif" && ` ${t("outcome_gif")}`}
          </Alert>
        )}
        <FormError error={upload.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onBack}>
            {t("back")}
          </Button>
          <Button
            type="submit"
            loading={upload.isPending}
            disabled={!cut || isDamaged || (!isDecoration && !alt.trim())}
          >
            {t(file ? "upload" : "use")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The address under which the browser shows it; a file's own is given back when it is no longer needed. */
function useAddress(chosen: Chosen): string | undefined {
  const [address, setAddress] = useState("upload" in chosen ? chosen.upload.url : undefined);
  useEffect(() => {
    if (!("file" in chosen)) return;
    const made = URL.createObjectURL(chosen.file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [chosen]);
  return address;
}
