import { Box, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSend } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PreviewInput, TemplateProblem } from "@/lib/api-types-mail";
import { useCan } from "@/lib/session";
import { TestDialog } from "../preview/test-dialog";
import type { Sample } from "../samples/use-sample";
import { ActivateSwitch } from "./head/activate-switch";
import { MoreMenu } from "./head/more-menu";
import { SaveButton, type Saver } from "./head/save-button";
import { UndoButtons } from "./head/undo-buttons";
import { Part } from "./parts";
import type { Editing } from "./use-editing";

type EditorActionsProps = {
  editing: Editing;
  saver: Saver;
  sample: Sample;
  home: string;
  input: PreviewInput;
  onJump: (problem: TemplateProblem) => void;
};

export function EditorActions(props: EditorActionsProps) {
  const { editing, saver, sample, home, input, onJump } = props;
  const { t } = useTranslation("template-preview");
  const { base, dirty } = editing;
  const maySend = useCan("mail.send");
  const [testing, test] = useDisclosure(false);
  return (
    <>
      <ActivateSwitch editing={editing} input={input} onJump={onJump} />
      {base.can_edit && <UndoButtons editing={editing} />}
      <Part name="assistant" />
      {maySend && (
        <Button variant="default" px="sm" aria-label={t("test.action")} onClick={test.open}>
          <IconSend size={16} aria-hidden />
          <Box component="span" visibleFrom="sm" ml={8}>
            {t("test.action")}
          </Box>
        </Button>
      )}
      <SaveButton editing={editing} saver={saver} />
      <MoreMenu editing={editing} home={home} />
      <TestDialog
        id={base.id}
        data={sample.data}
        sample={sample}
        dirty={dirty}
        opened={testing}
        onClose={test.close}
      />
    </>
  );
}
