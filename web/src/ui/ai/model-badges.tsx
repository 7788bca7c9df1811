import { Badge, Group } from "@mantine/core";
import {
  type Icon,
  IconBraces,
  IconEye,
  IconGift,
  IconHourglass,
  IconLock,
  IconMessageCircle,
  IconMicrophone,
  IconStarFilled,
  IconTool,
  IconVector,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Plan } from "@/lib/api-types";
import type { Capability, ModelType } from "@/lib/api-types-ai";
import { formatRelative } from "@/lib/format";
import classes from "./ai.module.css";

export type BadgedModel = {
  model_type?: ModelType;
  required_plan?: Plan | null;
  is_free?: boolean;
  is_trial?: boolean;
  trial_days?: number | null;
  trial_ends_at?: string | null;
  is_featured?: boolean;
};

type ModelBadgesProps = {
  model: BadgedModel;
  /** Names whose model it is; left out where the page has one kind alone. */
  tier?: boolean;
};

/** What a model costs to get at: whose it is, plan, free, trial, featured. */
export function ModelBadges({ model, tier }: ModelBadgesProps) {
  const { t } = useTranslation("ai");
  const trial = useTrialText(model);
  const { is_featured, is_free, is_trial } = model;
  const plan = !is_free && model.required_plan !== "free" && model.required_plan;
  const owner = tier && model.model_type;
  if (!is_featured && !owner && !is_free && !plan && !is_trial) return null;
  return (
    <Group gap={6}>
      {is_featured && (
        <Mark icon={IconStarFilled} tone="brass">
          {t("badge.featured")}
        </Mark>
      )}
      {owner && <Mark>{t(`tier.${owner}`)}</Mark>}
      {is_free && (
        <Mark icon={IconGift} tone="pine">
          {t("badge.free")}
        </Mark>
      )}
      {plan && (
        <Mark icon={IconLock} tone="blue">
          {t(`badge.plan.${plan}`)}
        </Mark>
      )}
      {is_trial && (
        <Mark icon={IconHourglass} tone="brass">
          {trial}
        </Mark>
      )}
    </Group>
  );
}

function useTrialText({ trial_ends_at, trial_days }: BadgedModel): string {
  const { t, i18n } = useTranslation("ai");
  if (!trial_ends_at) return trial_days ? t("badge.trial_days", { count: trial_days }) : t("badge.trial");
  const when = formatRelative(trial_ends_at, i18n.language);
  if (new Date(trial_ends_at) < new Date()) return t("badge.trial_ended", { when });
  return t("badge.trial_ends", { when });
}

const GLYPHS: Record<Capability, Icon> = {
  chat: IconMessageCircle,
  tools: IconTool,
  json: IconBraces,
  vision: IconEye,
  transcription: IconMicrophone,
  embedding: IconVector,
};

export function CapabilityBadges({ capabilities }: { capabilities: readonly Capability[] }) {
  const { t } = useTranslation("ai");
  return (
    <Group gap={6}>
      {capabilities.map((capability) => (
        <Mark key={capability} icon={GLYPHS[capability]}>
          {t(`capability.${capability}`)}
        </Mark>
      ))}
    </Group>
  );
}

type MarkProps = { icon?: Icon; tone?: "pine" | "brass" | "blue"; children: string };

/** A fact in a word or two; a state wears StatusBadge instead. */
export function Mark({ icon: Glyph, tone, children }: MarkProps) {
  return (
    <Badge
      variant="default"
      className={classes.mark}
      data-tone={tone}
      leftSection={Glyph && <Glyph size={12} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
