import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CampaignAudience, CampaignDetail } from "@/lib/api-types-campaigns";
import { useNotifyError } from "@/ui/form/submit";
import { changeCampaign } from "../queries";

export type DraftVariant = {
  template_id: number | null;
  subject: string;
  preheader: string;
  values: CampaignDetail["variants"][number]["values"];
  share: number | null;
};

const SETTINGS = [
  "name",
  "from_address_type",
  "throttle_per_minute",
  "tracks_opens",
  "tracks_clicks",
  "is_at_best_hour",
  "ab_sample_percent",
  "ab_metric",
  "ab_wait_minutes",
  "ab_min_sample",
  "ab_confidence",
  "ab_decides_itself",
  "personalizes",
  "ai_cost_cap",
  "ai_patience_minutes",
] as const;

export type Draft = Pick<CampaignDetail, (typeof SETTINGS)[number]> & {
  audience: CampaignAudience;
  variants: DraftVariant[];
};

function readDraft(campaign: CampaignDetail): Draft {
  const {
    list_ids = [],
    segment_ids = [],
    exclude_list_ids = [],
    exclude_segment_ids = [],
  } = campaign.audience;
  return {
    name: campaign.name,
    from_address_type: campaign.from_address_type,
    throttle_per_minute: campaign.throttle_per_minute,
    tracks_opens: campaign.tracks_opens,
    tracks_clicks: campaign.tracks_clicks,
    is_at_best_hour: campaign.is_at_best_hour,
    ab_sample_percent: campaign.ab_sample_percent,
    ab_metric: campaign.ab_metric,
    ab_wait_minutes: campaign.ab_wait_minutes,
    ab_min_sample: campaign.ab_min_sample,
    ab_confidence: campaign.ab_confidence,
    ab_decides_itself: campaign.ab_decides_itself,
    personalizes: campaign.personalizes,
    ai_cost_cap: campaign.ai_cost_cap,
    ai_patience_minutes: campaign.ai_patience_minutes,
    audience: { list_ids, segment_ids, exclude_list_ids, exclude_segment_ids },
    variants: campaign.variants.map(({ template, subject, preheader, values, share }) => ({
      template_id: template?.id ?? null,
      subject,
      preheader,
      values,
      share,
    })),
  };
}

/** What was changed and is not saved lies over what is. Saving what nobody changed asks the server nothing. */
export function useDraft(campaign: CampaignDetail) {
  const client = useQueryClient();
  const notifyError = useNotifyError();
  const [edits, setEdits] = useState<Partial<Draft>>({});
  const saving = useMutation({
    mutationFn: (changes: Partial<Draft>) =>
      changeCampaign(campaign.id, { version: campaign.version, ...changes }),
    onSuccess: (saved, changes) => {
      client.setQueryData(["campaigns", campaign.id], saved);
      void client.invalidateQueries({ queryKey: ["campaigns", "list"] });
      // What was typed while it was under way stays.
      setEdits((now) =>
        Object.fromEntries(
          Object.entries(now).filter(([key, value]) => changes[key as keyof Draft] !== value),
        ),
      );
    },
    onError: notifyError,
  });
  const dirty = Object.keys(edits).length > 0;
  return {
    draft: { ...readDraft(campaign), ...edits },
    dirty,
    saving: saving.isPending,
    change: (changes: Partial<Draft>) => setEdits((before) => ({ ...before, ...changes })),
    /** True when everything is kept. */
    save: async (): Promise<boolean> => {
      if (!dirty) return true;
      try {
        await saving.mutateAsync(edits);
        return true;
      } catch {
        return false;
      }
    },
  };
}

export type DraftHandle = ReturnType<typeof useDraft>;
