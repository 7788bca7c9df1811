import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "../context";
import classes from "../visual.module.css";
import { addressProblem } from "./addresses";

type AddressFieldProps = {
  label: string;
  value: string;
  onChange: (value: string | undefined) => void;
  description?: string;
};

/** A link's address, with the placeholders that are addresses. */
export function AddressField({ label, value, onChange, description }: AddressFieldProps) {
  const { t } = useTranslation("template-visual");
  const { samples, readOnly } = useSurroundings();
  const addresses = [...samples.values()].filter(({ kind }) => kind === "url");
  const problem = addressProblem(value);
  return (
    <TextInput
      size="xs"
      label={label}
      description={description}
      placeholder="https://"
      inputMode="url"
      readOnly={readOnly}
      value={value}
      error={problem && t(`address.${problem}`)}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSectionWidth={30}
      rightSection={
        addresses.length > 0 &&
        !readOnly && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t("address.placeholder")}>
                <IconBraces size={14} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown mah="16rem" className={classes.scrolls}>
              {addresses.map(({ name, label: words }) => (
                <Menu.Item key={name} onClick={() => onChange(`{{ ${name} }}`)}>
                  {words}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )
      }
    />
  );
}
