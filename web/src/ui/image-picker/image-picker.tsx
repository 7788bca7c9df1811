import { Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Upload } from "@/lib/api-types";
import { ChooseImage } from "./choose-image";
import { ImageForm } from "./image-form";
import type { Purpose } from "./preparing";

export type PickedImage = { url: string; width: number; height: number; alt: string };

type ImagePickerProps = {
  opened: boolean;
  onClose: () => void;
  onPicked: (image: PickedImage) => void;
  purpose: Purpose;
  /** Pictures that came by a drop or the clipboard; the first of them is taken. */
  files?: readonly File[];
};

/** A picture from this machine, cut and made smaller, or one that was uploaded before. */
export function ImagePicker({ opened, onClose, ...picker }: ImagePickerProps) {
  const { t } = useTranslation("image-picker");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="48rem"
      title={t(`title.${picker.purpose}`)}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Steps onClose={onClose} {...picker} />
    </Modal>
  );
}

/** What is to be inserted: a file that is not there yet, or an upload. */
export type Chosen = { file: File } | { upload: Upload };

function Steps({ onClose, onPicked, purpose, files = [] }: Omit<ImagePickerProps, "opened">) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isBack, setBack] = useState(false);
  if (!chosen) {
    return (
      <ChooseImage
        purpose={purpose}
        first={isBack ? undefined : files[0]}
        onChosen={setChosen}
        onCancel={onClose}
      />
    );
  }
  return (
    <ImageForm
      chosen={chosen}
      purpose={purpose}
      onBack={() => {
        setBack(true);
        setChosen(null);
      }}
      onDone={(image) => {
        onPicked(image);
        onClose();
      }}
    />
  );
}
