import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePath } from "@/lib/paths";
import { useCan } from "@/lib/session";
import type { Writing } from "@/lib/template-writing";
import { type ModelKey, modelsQuery } from "@/lib/usable-models";
import { FormError, notifyDone } from "@/ui/form/submit";
import { AskedIdeas, asChosen, pickedOf } from "@/ui/subject-ideas/asked-ideas";
import { canWrite } from "../generator/writers";
import { ideasQuery, testSubjects } from "../queries";

type SubjectDialogProps = { writing: Writing; onClose: () => void };

/** Five other subjects: one may be used, several may be tried out against the current one. */
export function SubjectDialog({ writing, onClose }: SubjectDialogProps) {
  const { t } = useTranslation("template-ai");
  const navigate = useNavigate();
  const path = usePath();
  const maySend = useCan("campaigns.manage");
  const [model, setModel] = useState<ModelKey | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const { template, draft } = writing;
  const query = useQuery(ideasQuery({ template, draft }, model));
  const models = useQuery({ ...modelsQuery(), enabled: useCan("ai.use") });
  const writers = (models.data ?? []).filter((each) => each.usable && canWrite(each));
  const picked = pickedOf(query.data, chosen);
  const [only] = picked;
  const test = useMutation({
    mutationFn: () => testSubjects(template.id, picked.map(asChosen)),
    onSuccess: (campaign) => {
      notifyDone(t("subjects.tested"));
      onClose();
      void navigate({ to: path(`/admin/mail/campaigns/${campaign.id}`) });
    },
  });
  const isTestable = template.category === "marketing" && template.organization_id !== null;
  return (
    <Stack gap="md">
      <AskedIdeas {...{ query, writers, model, chosen }} onModel={setModel} onChoose={setChosen} />
      {maySend && (
        <Text size="xs" c="dimmed">
          {t(isTestable ? "subjects.test_hint" : "subjects.not_testable")}
        </Text>
      )}
      <FormError error={test.error} />
      <Group justify="flex-end" gap="xs">
        {template.can_edit && (
          <Button
            variant="default"
            disabled={picked.length !== 1}
            onClick={() => {
              if (!only) return;
              writing.set({
                subject: only.subject,
                ...(only.preheader !== null && { preheader: only.preheader }),
              });
              onClose();
            }}
          >
            {t("subjects.use")}
          </Button>
        )}
        {maySend && (
          <Button
            disabled={picked.length === 0 || !isTestable}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            {t("subjects.test")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
