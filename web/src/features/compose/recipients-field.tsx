import { Alert, Button, Group, Loader, Stack, TagsInput, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconMailOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addressOf } from "@/lib/addresses";
import type { MailRecipient } from "@/lib/api-types-compose";
import { useCan } from "@/lib/session";
import { contactsQuery } from "./queries";
import type { Compose } from "./use-compose";
import type { Problems } from "./use-sending";

type RecipientsProps = { compose: Compose; problems: Problems; onEdit: (field: string) => void };
type Field = "to" | "cc" | "bcc";

/** Whom it goes to: contacts found as one types, and whatever address one types. */
export function Recipients({ compose, problems, onEdit }: RecipientsProps) {
  const { t } = useTranslation("compose");
  const { draft, change, preview } = compose;
  const [opened, open] = useState<Field[]>([]);
  const isOpen = (field: Field) => opened.includes(field) || draft[field].length > 0;
  const folded = (["cc", "bcc"] as const).filter((field) => !isOpen(field));
  const shown = (["to", "cc", "bcc"] as const).filter((field) => field === "to" || isOpen(field));
  const held = (preview.shown?.recipients ?? []).filter(({ held_back }) => held_back !== "");
  return (
    <Stack gap="sm">
      {shown.map((field) => (
        <AddressField
          key={field}
          label={t(`recipients.${field}`)}
          isRequired={field === "to"}
          value={draft[field]}
          error={problems[field]}
          onChange={(next) => {
            onEdit(field);
            change({ [field]: next });
          }}
        />
      ))}
      {folded.length > 0 && (
        <Group gap="xs">
          {folded.map((field) => (
            <Button
              key={field}
              size="compact-xs"
              variant="subtle"
              onClick={() => open((now) => [...now, field])}
            >
              {t(`recipients.add_${field}`)}
            </Button>
          ))}
        </Group>
      )}
      {held.length > 0 && <HeldBack held={held} />}
    </Stack>
  );
}

type AddressFieldProps = {
  label: string;
  isRequired: boolean;
  value: string[];
  error: string | undefined;
  onChange: (next: string[]) => void;
};

function AddressField({ label, isRequired, value, error, onChange }: AddressFieldProps) {
  const { t } = useTranslation("compose");
  const mayRead = useCan("contacts.read");
  const [words, setWords] = useState("");
  const [q] = useDebouncedValue(words.trim(), 200);
  const found = useQuery({ ...contactsQuery(q), enabled: mayRead && q !== "" });
  const offered = q === "" ? [] : (found.data ?? []).map(addressOf);
  return (
    <TagsInput
      label={label}
      withAsterisk={isRequired}
      description={isRequired ? t("recipients.hint") : undefined}
      acceptValueOnBlur
      splitChars={[",", ";", "\n"]}
      data={[...new Set(offered)]}
      // The server has searched already, also by what the label does not show.
      filter={({ options }) => options}
      rightSection={found.isFetching ? <Loader size={14} /> : undefined}
      searchValue={words}
      onSearchChange={setWords}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

const NO_CONSENT = "no consent to marketing mail";

function HeldBack({ held }: { held: MailRecipient[] }) {
  const { t } = useTranslation("compose");
  return (
    <Alert
      role="alert"
      color="brass"
      variant="light"
      icon={<IconMailOff size={18} />}
      title={t("held.title", { count: held.length })}
    >
      {held.map(({ address, held_back }) => {
        const why = held_back === NO_CONSENT ? "no_consent" : held_back;
        return (
          <Text key={address} size="sm" className="fd-break">
            <b>{address}</b>: {t(`held.${why}`)}
          </Text>
        );
      })}
    </Alert>
  );
}
