import { Select } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { PastMailDialog } from "./past-mail-dialog";
import type { Sample } from "./use-sample";

const OWN = "own";
const FROM_MAIL = "from-mail";

/** Which data the preview is filled with: the type's own, a saved set, or those of a real mail, masked. */
export function SampleSelect({ sample, label, mayAdd }: { sample: Sample; label?: string; mayAdd: boolean }) {
  const { t } = useTranslation("template-preview");
  const [isPicking, pick] = useDisclosure(false);
  const name = sample.chosen?.name ?? t("sample.own");
  return (
    <>
      <Select
        size="xs"
        label={label}
        aria-label={label ? undefined : t("sample.label")}
        allowDeselect={false}
        comboboxProps={{ width: "max-content", position: "bottom-start" }}
        value={sample.chosen ? String(sample.chosen.id) : OWN}
        onChange={(value) => {
          if (value === FROM_MAIL) return pick.open();
          sample.choose(sample.sets.find(({ id }) => String(id) === value) ?? null);
        }}
        data={[
          {
            value: OWN,
            label: sample.isEdited && !sample.chosen ? t("sample.changed", { name }) : t("sample.own"),
          },
          ...(sample.sets.length > 0
            ? [
                {
                  group: t("sample.saved"),
                  items: sample.sets.map((set) => ({
                    value: String(set.id),
                    label:
                      sample.isEdited && set === sample.chosen
                        ? t("sample.changed", { name: set.name })
                        : set.name,
                  })),
                },
              ]
            : []),
          ...(mayAdd ? [{ value: FROM_MAIL, label: t("sample.from_mail") }] : []),
        ]}
      />
      <PastMailDialog sample={sample} opened={isPicking} onClose={pick.close} />
    </>
  );
}
