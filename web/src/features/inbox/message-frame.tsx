import { Text, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { PersonAvatar } from "@/ui/avatar/person-avatar";
import { Time } from "@/ui/time/time";
import classes from "./conversation.module.css";

type MessageFrameProps = {
  name: string;
  address: string;
  to: string[];
  cc?: string[];
  at: string;
  snippet: string;
  isOpenAtFirst: boolean;
  isOurs?: boolean;
  marks?: ReactNode;
  children: ReactNode;
};

/** One mail of a conversation: who, when, to whom. Older ones are folded to a line. */
export function MessageFrame(props: MessageFrameProps) {
  const { t } = useTranslation("inbox");
  const [isOpen, setOpen] = useState(props.isOpenAtFirst);
  const { name, address, to, cc = [] } = props;
  return (
    <div className={classes.message} data-ours={props.isOurs || undefined}>
      <div className={classes.from}>
        <PersonAvatar name={name} size={32} />
        <div className={classes.sender}>
          <UnstyledButton
            className={classes.toggle}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            title={isOpen ? t("fold") : t("unfold")}
          >
            <Text span size="sm" fw={620}>
              {name}
            </Text>{" "}
            {address !== name && (
              <Text span size="xs" c="dimmed">
                {address}
              </Text>
            )}
          </UnstyledButton>
          <Text size="xs" c="dimmed" className={isOpen ? "fd-break" : classes.line}>
            {isOpen ? (
              <>
                {t("to", { whom: to.join(", ") })}
                {cc.length > 0 && ` · ${t("cc", { whom: cc.join(", ") })}`}
              </>
            ) : (
              props.snippet
            )}
          </Text>
        </div>
        <div className={classes.aside}>
          {props.marks}
          <Text span size="xs" c="dimmed">
            <Time at={props.at} />
          </Text>
        </div>
      </div>
      {isOpen && <div className={classes.content}>{props.children}</div>}
    </div>
  );
}
