import {
  type Icon,
  IconBolt,
  IconBook,
  IconBrain,
  IconBriefcase,
  IconBuildingBank,
  IconCpu,
  IconEye,
  IconFileText,
  IconGavel,
  IconHeartbeat,
  IconLanguage,
  IconLock,
  IconMail,
  IconMessageCircle,
  IconMicrophone,
  IconPencil,
  IconPlane,
  IconRobot,
  IconScale,
  IconSchool,
  IconSearch,
  IconServer,
  IconShieldLock,
  IconSparkles,
  IconVector,
} from "@tabler/icons-react";
import { initials } from "@/lib/format";
import classes from "./ai.module.css";

/** The icons a model can be given by name. Any other text of up to three letters, or an emoji, is shown as it is. */
export const MODEL_ICONS: Readonly<Record<string, Icon>> = {
  sparkles: IconSparkles,
  bolt: IconBolt,
  brain: IconBrain,
  robot: IconRobot,
  cpu: IconCpu,
  message: IconMessageCircle,
  mail: IconMail,
  "file-text": IconFileText,
  book: IconBook,
  language: IconLanguage,
  microphone: IconMicrophone,
  eye: IconEye,
  search: IconSearch,
  vector: IconVector,
  scale: IconScale,
  gavel: IconGavel,
  plane: IconPlane,
  school: IconSchool,
  heartbeat: IconHeartbeat,
  bank: IconBuildingBank,
  pencil: IconPencil,
  briefcase: IconBriefcase,
  server: IconServer,
  lock: IconLock,
  shield: IconShieldLock,
};

type ModelIconProps = { icon: string; name: string; size?: "sm" | "md" | "lg"; dimmed?: boolean };

/** The model's picture beside its name; without one its initials. Says nothing to a screen reader: the name does. */
export function ModelIcon({ icon, name, size = "md", dimmed }: ModelIconProps) {
  const Glyph = MODEL_ICONS[icon];
  const words = [...icon].length <= 3 && icon.trim() ? icon : initials(name);
  return (
    <span className={classes.icon} data-size={size} data-dimmed={dimmed || undefined} aria-hidden>
      {Glyph ? <Glyph size="58%" stroke={1.7} /> : words}
    </span>
  );
}
