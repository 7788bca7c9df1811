import { Button, Modal, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentPurpose, Contact } from "@/lib/api-types";
import { CONSENT_PURPOSES, CONSENT_STATES } from "@/lib/choices";
import { FormActions, FormError, useSubmit } from "@/ui/form/submit";
import { Surface } from "@/ui/surface/surface";
import { Time } from "@/ui/time/time";
import { ConsentBadge } from "./consent-badge";
import classes from "./contact.module.css";
import { setConsent } from "./queries";

/** What the contact agreed to, when, and to which words. */
export function ConsentPanel({ contact, mayManage }: { contact: Contact; mayManage: boolean }) {
  const { t } = useTranslation("contacts");
  const [changing, setChanging] = useState<ConsentPurpose | null>(null);
  return (
    <Surface flush title={t("consent.title")} description={t("consent.text")}>
      <ul className={classes.consents}>
        {CONSENT_PURPOSES.map((purpose) => {
          const consent = contact.consent[purpose];
          return (
            <li key={purpose} className={classes.consent}>
              <div className={classes.words}>
                <Text size="sm" fw={560}>
                  {t(`purpose.${purpose}`)}
                </Text>
                <Text size="xs" c="dimmed" className="fd-break">
                  {consent.at ? <Time at={consent.at} mode="absolute" /> : t("consent.never")}
                  {consent.text && ` · “${consent.text}”`}
                </Text>
              </div>
              <ConsentBadge state={consent.state} />
              {mayManage && (
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t("consent.change_for", { purpose: t(`purpose.${purpose}`) })}
                  onClick={() => setChanging(purpose)}
                >
                  {t("consent.change")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={changing && t(`purpose.${changing}`)}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {changing && <ConsentForm contact={contact} purpose={changing} onClose={() => setChanging(null)} />}
      </Modal>
    </Surface>
  );
}

type ConsentFormProps = { contact: Contact; purpose: ConsentPurpose; onClose: () => void };

function ConsentForm({ contact, purpose, onClose }: ConsentFormProps) {
  const { t } = useTranslation("contacts");
  const client = useQueryClient();
  const form = useForm({ initialValues: { state: contact.consent[purpose].state, text: "" } });
  const { mutation, onSubmit } = useSubmit(form, {
    send: (values) => setConsent(contact.id, { purpose, ...values }),
    done: async () => {
      await client.invalidateQueries({ queryKey: ["contacts"] });
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <SegmentedControl
          fullWidth
          aria-label={t("consent.state")}
          data={CONSENT_STATES.map((value) => ({ value, label: t(`consent_state.${value}`) }))}
          {...form.getInputProps("state")}
        />
        <Textarea
          label={t("consent.words")}
          description={t("consent.words_hint")}
          {...form.getInputProps("text")}
        />
        <FormError error={mutation.error} fields={["text"]} />
        <FormActions mutation={mutation} label={t("common:action.save")} onCancel={onClose} />
      </Stack>
    </form>
  );
}
