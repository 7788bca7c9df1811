import { PasswordInput, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "@/lib/api-types-inbox";
import type { MailboxValues } from "./mailbox-values";

const WAYS = ["password", "oauth2"] as const;
const GRANTS = ["refresh_token", "client_credentials"] as const;

type MailboxSignInProps = { form: UseFormReturnType<MailboxValues>; mailbox?: Mailbox };

/** By password, or by OAuth2 as Google and Microsoft want it. Secrets are written and never read back. */
export function MailboxSignIn({ form, mailbox }: MailboxSignInProps) {
  const { t } = useTranslation("receiving");
  const input = form.getInputProps;
  const { auth, oauth } = form.values;
  const secret = (name: "password" | "client_secret" | "refresh_token") => {
    const isSet = Boolean(mailbox?.[`${name}_set`]);
    return (
      <PasswordInput
        label={t(`field.${name}`)}
        required={!isSet}
        autoComplete="new-password"
        placeholder={isSet ? t("field.secret_set") : undefined}
        visibilityToggleButtonProps={{ "aria-label": t("field.show", { name: t(`field.${name}`) }) }}
        {...input(name)}
      />
    );
  };
  return (
    <Stack gap="md">
      <div>
        <Text size="sm" fw={560} mb={4} id="mailbox-sign-in">
          {t("field.auth")}
        </Text>
        <SegmentedControl
          aria-labelledby="mailbox-sign-in"
          data={WAYS.map((value) => ({ value, label: t(`auth.${value}`) }))}
          {...input("auth")}
        />
      </div>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          label={t("field.username")}
          required
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          {...input("username")}
        />
        {auth === "password" && secret("password")}
        {auth === "oauth2" && (
          <>
            <Select
              label={t("field.grant")}
              allowDeselect={false}
              data={GRANTS.map((value) => ({ value, label: t(`grant.${value}`) }))}
              {...input("oauth.grant")}
            />
            <TextInput
              label={t("field.token_url")}
              description={t("field.token_url_help")}
              required
              type="url"
              {...input("oauth.token_url")}
            />
            <TextInput
              label={t("field.client_id")}
              required
              autoComplete="off"
              {...input("oauth.client_id")}
            />
            {secret("client_secret")}
            {oauth.grant === "refresh_token" && secret("refresh_token")}
            <TextInput label={t("field.scope")} {...input("oauth.scope")} />
          </>
        )}
      </SimpleGrid>
    </Stack>
  );
}
