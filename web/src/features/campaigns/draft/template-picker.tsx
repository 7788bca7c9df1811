import { Badge, Button, Modal, Stack } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LOCALE_NAMES } from "@/lib/i18n";
import { usePath } from "@/lib/paths";
import { EmptyState } from "@/ui/empty-state/empty-state";
import { ListState } from "@/ui/list/list-state";
import { SearchInput } from "@/ui/list/search-input";
import { MailChoice, MailChoices } from "@/ui/mail-choice/mail-choice";
import { templatesQuery } from "../queries";
import { TemplatePicture } from "./template-picture";

type TemplatePickerProps = {
  opened: boolean;
  onClose: () => void;
  chosen: number | null;
  onChoose: (id: number) => void;
};

export function TemplatePicker({ opened, onClose, chosen, onChoose }: TemplatePickerProps) {
  const { t } = useTranslation("campaigns");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={t("template.choose")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Choices
        chosen={chosen}
        onChoose={(id) => {
          onChoose(id);
          onClose();
        }}
      />
    </Modal>
  );
}

function Choices({ chosen, onChoose }: Pick<TemplatePickerProps, "chosen" | "onChoose">) {
  const { t } = useTranslation("campaigns");
  const path = usePath();
  const [words, setWords] = useState("");
  const query = useInfiniteQuery(templatesQuery(words));
  return (
    <Stack>
      <SearchInput label={t("template.search")} value={words} onChange={setWords} />
      <ListState
        query={query}
        filtered={words !== ""}
        onClearFilters={() => setWords("")}
        empty={
          <EmptyState
            icon={IconTemplate}
            title={t("template.none")}
            action={
              <Button component={Link} to={path("/admin/email-templates/new")}>
                {t("template.make")}
              </Button>
            }
          >
            {t("template.none_text")}
          </EmptyState>
        }
      >
        {(templates) => (
          <MailChoices>
            {templates.map((template) => (
              <MailChoice
                key={template.id}
                name={template.name}
                note={`${LOCALE_NAMES[template.locale]} · ${template.subject}`}
                noteLines={1}
                picture={<TemplatePicture template={template} />}
                isChosen={template.id === chosen}
                onChoose={() => onChoose(template.id)}
              >
                {!template.is_active && (
                  <Badge variant="default" size="sm">
                    {t("template.inactive")}
                  </Badge>
                )}
              </MailChoice>
            ))}
          </MailChoices>
        )}
      </ListState>
    </Stack>
  );
}
