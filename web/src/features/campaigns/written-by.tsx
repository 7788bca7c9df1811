import { Badge } from "@mantine/core";
import { IconSparkles, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** What the server says of subjects that a person wrote, and of those that the built-in patterns made. */
const PERSON = "person";
const PATTERNS = "builtin";

/** Who wrote a subject: a person, the built-in patterns, or a model by its name. */
export function WrittenBy({ by }: { by: string }) {
  const { t } = useTranslation("campaign-test");
  const isPerson = by === PERSON || by === "";
  const Icon = isPerson ? IconUser : IconSparkles;
  return (
    <Badge variant="default" size="sm" tt="none" leftSection={<Icon size={12} aria-hidden />}>
      {isPerson ? t("by.person") : by === PATTERNS ? t("by.patterns") : t("by.model", { name: by })}
    </Badge>
  );
}
