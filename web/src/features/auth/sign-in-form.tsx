import { Anchor, Button, Divider, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconFingerprint } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type AuthAnswer, redirectToProvider } from "@/lib/allauth";
import { isDismissal, passkeysSupported, signInWithPasskey } from "@/lib/passkeys";
import { usePath } from "@/lib/paths";
import { useMe } from "@/lib/session";
import { FormError, useSubmit } from "@/ui/form/submit";
import { AuthHeading } from "./auth-heading";
import { signIn } from "./queries";

/** `onAnswer` learns whether the person is in, or which step is pending. */
export function SignInForm({ onAnswer }: { onAnswer: (answer: AuthAnswer) => Promise<void> }) {
  const { t } = useTranslation("auth");
  const path = usePath();
  const { features, demo } = useMe();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : t("common:error.email")),
      password: (value) => (value ? null : t("common:error.required")),
    },
  });
  const { mutation, onSubmit } = useSubmit(form, { send: signIn, done: onAnswer });
  const passkey = useMutation({ mutationFn: signInWithPasskey, onSuccess: onAnswer });
  const passkeyError = isDismissal(passkey.error) ? null : passkey.error;

  return (
    <>
      <AuthHeading title={t("sign_in.title")}>{t("sign_in.text")}</AuthHeading>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <TextInput
            type="email"
            autoComplete="username webauthn"
            label={t("common:field.email")}
            autoFocus
            required
            withAsterisk={false}
            {...form.getInputProps("email")}
          />
          <PasswordInput
            autoComplete="current-password"
            label={t("common:field.password")}
            required
            withAsterisk={false}
            {...form.getInputProps("password")}
          />
          <Anchor
            component={Link}
            to={path("/auth/forgot-password")}
            size="sm"
            style={{ alignSelf: "flex-end" }}
          >
            {t("sign_in.forgot")}
          </Anchor>
          <FormError error={mutation.error ?? passkeyError} fields={["email", "password"]} />
          <Button type="submit" size="md" loading={mutation.isPending}>
            {t("sign_in.submit")}
          </Button>
        </Stack>
      </form>
      {(passkeysSupported() || features.oidc_providers.length > 0) && (
        <Divider label={t("sign_in.or")} labelPosition="center" my="md" />
      )}
      <Stack gap="xs">
        {passkeysSupported() && (
          <Button
            variant="default"
            leftSection={<IconFingerprint size={18} aria-hidden />}
            loading={passkey.isPending}
            onClick={() => passkey.mutate()}
          >
            {t("sign_in.passkey")}
          </Button>
        )}
        {features.oidc_providers.map((provider) => (
          <Button
            key={provider.id}
            variant="default"
            onClick={() => redirectToProvider(provider.id, path("/auth/sign-in"))}
          >
            {t("sign_in.provider", { name: provider.name })}
          </Button>
        ))}
      </Stack>
      {features.signup && (
        <Text size="sm" mt="lg" ta="center">
          {t("sign_in.new_here")}{" "}
          <Anchor component={Link} to={path("/auth/sign-up")} size="sm" fw={600}>
            {t("sign_in.sign_up")}
          </Anchor>
        </Text>
      )}
      {demo && (
        <Text size="xs" c="dimmed" mt="lg" ta="center">
          {t("sign_in.demo")}
        </Text>
      )}
    </>
  );
}
