import { Popover, Text, UnstyledButton } from "@mantine/core";
import { IconShieldCheck, IconShieldOff, IconShieldQuestion } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Authentication } from "@/lib/api-types-inbox";
import classes from "./conversation.module.css";

type VerdictProps = { authentication: Authentication | null; isSpoofed: boolean };

const CHECKS = ["spf", "dkim", "dmarc"] as const;

/** Whether a mail comes from whom it says: in two words, and what was checked behind them. */
export function Verdict({ authentication, isSpoofed }: VerdictProps) {
  const { t } = useTranslation("inbox");
  const found = summaryOf(authentication, isSpoofed);
  const checker = authentication?.by || "nobody";
  const Glyph = { proven: IconShieldCheck, failed: IconShieldOff, unknown: IconShieldQuestion }[found];
  return (
    <Popover position="bottom-end" withArrow shadow="md" width={340}>
      <Popover.Target>
        <UnstyledButton className={classes.verdict} data-verdict={found}>
          <Glyph size={14} aria-hidden /> {t(`verdict.${found}`)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          {t(`verdict.${found}_text`)}
        </Text>
        {authentication && (
          <dl className={classes.checks}>
            {CHECKS.map((check) => (
              <div key={check}>
                <dt>{check.toUpperCase()}</dt>
                <dd>
                  {t(`result.${authentication[check].result}`, {
                    defaultValue: authentication[check].result,
                  })}
                  {authentication[check].detail && (
                    <Text size="xs" c="dimmed" className="fd-break">
                      {authentication[check].detail}
                    </Text>
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
        <Text size="xs" c="dimmed" mt="xs">
          {t(`checked_by.${checker}`)}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}

function summaryOf(authentication: Authentication | null, isSpoofed: boolean) {
  if (isSpoofed || authentication?.dmarc.result === "fail") return "failed";
  return authentication?.is_aligned ? "proven" : "unknown";
}
