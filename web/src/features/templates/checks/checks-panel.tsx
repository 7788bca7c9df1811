import { Button, Group, Text } from "@mantine/core";
import { IconPhotoSearch } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { FormError } from "@/ui/form/submit";
import { ProblemList } from "@/ui/template-problems/problem-list";
import { countByLevel, withRemote } from "@/ui/template-problems/topics";
import classes from "./checks.module.css";
import { checkTemplate } from "./queries";

type ChecksPanelProps = {
  problems: readonly TemplateProblem[];
  onJump: (problem: TemplateProblem) => void;
  /** What is checked; with it, pictures on other hosts can be looked at on demand. */
  input?: PreviewInput;
};

/** What stands against activation and what would be better, each with its place and how to mend it. */
export function ChecksPanel({ problems, onJump, input }: ChecksPanelProps) {
  const { t } = useTranslation("template-checks");
  const look = useMutation({ mutationFn: (written: PreviewInput) => checkTemplate(written, true) });
  // Found for what was written then: what has been mended since would be told of still.
  const isFresh = look.data !== undefined && look.variables === input;
  const remote = isFresh ? look.data.items.filter(({ code }) => code.startsWith("image_")) : [];
  const all = withRemote(problems, remote);
  const { errors, warnings } = countByLevel(all);
  return (
    <div className={classes.panel}>
      <Group gap="xs" className={classes.head}>
        <Text size="xs" c="dimmed" flex={1} role="status">
          {all.length === 0
            ? ""
            : `${t("errors", { count: errors })} · ${t("warnings", { count: warnings })}`}
          {isFresh && remote.length === 0 && ` ${t("remote.fine")}`}
        </Text>
        {input && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPhotoSearch size={14} aria-hidden />}
            loading={look.isPending}
            onClick={() => look.mutate(input)}
          >
            {t("remote.action")}
          </Button>
        )}
      </Group>
      <FormError error={look.error} />
      <ProblemList problems={all} onJump={onJump} />
    </div>
  );
}
