import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CampaignDetail } from "@/lib/api-types-campaigns";
import { useCan } from "@/lib/session";
import { type ModelKey, modelsQuery } from "@/lib/usable-models";
import { FormError, notifyDone } from "@/ui/form/submit";
import { AskedIdeas, asChosen, pickedOf } from "@/ui/subject-ideas/asked-ideas";
import { ideasQuery, testSubjects } from "../subject-queries";

type SubjectsDialogProps = { campaign: CampaignDetail; opened: boolean; onClose: () => void };

/** Other subjects for this mail, tried against the current one in one click. */
export function SubjectsDialog({ campaign, opened, onClose }: SubjectsDialogProps) {
  const { t } = useTranslation("subject-ideas");
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t("title")}
      closeButtonProps={{ "aria-label": t("common:action.close") }}
    >
      <Asked campaign={campaign} onClose={onClose} />
    </Modal>
  );
}

function Asked({ campaign, onClose }: Omit<SubjectsDialogProps, "opened">) {
  const { t } = useTranslation("subject-ideas");
  const client = useQueryClient();
  const [model, setModel] = useState<ModelKey | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery(ideasQuery(campaign.id, campaign.version, model));
  const picked = pickedOf(query.data, chosen);
  const models = useQuery({ ...modelsQuery({ capability: "chat" }), enabled: useCan("ai.use") });
  const writers = (models.data ?? []).filter((each) => each.usable);
  const test = useMutation({
    mutationFn: () => testSubjects(campaign.id, picked.map(asChosen)),
    onSuccess: async () => {
      notifyDone(t("tested", { count: picked.length }));
      onClose();
      await client.invalidateQueries({ queryKey: ["campaigns"] });
    },
  });
  return (
    <Stack gap="md">
      <AskedIdeas {...{ query, writers, model, chosen }} onModel={setModel} onChoose={setChosen} />
      {campaign.variants.length > 1 && (
        <Text size="xs" c="dimmed">
          {t("replaces")}
        </Text>
      )}
      <FormError error={test.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t("common:action.cancel")}
        </Button>
        <Button disabled={picked.length === 0} loading={test.isPending} onClick={() => test.mutate()}>
          {t("test", { count: Math.max(picked.length, 1) })}
        </Button>
      </Group>
    </Stack>
  );
}
