import { Alert, Button, CopyButton, Stack } from "@mantine/core";
import { IconCheck, IconCopy, IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./secret-box.module.css";

type SecretBoxProps = {
  secret: string;
  label: string;
  /** Said above it; usually that it is shown this one time. */
  notice: string;
};

/** Something that is shown once: say so, make copying the obvious next thing. */
export function SecretBox({ secret, label, notice }: SecretBoxProps) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Alert color="brass" variant="light" icon={<IconKey size={18} />}>
        {notice}
      </Alert>
      <output className={classes.secret} aria-label={label}>
        {secret}
      </output>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            variant={copied ? "light" : "filled"}
          >
            {copied ? t("action.copied") : t("action.copy")}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}
