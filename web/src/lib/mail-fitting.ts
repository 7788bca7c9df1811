import type { ReactNode } from "react";

/** What a page that writes one mail tells the part that has a model write for the mail's recipient. */
export type FitProps = {
  templateId: number;
  contactId: string;
  /** The contact's address: what is written goes to no other. */
  recipient: string;
  isDisabled: boolean;
  /** The mail with what the model wrote in it, filled in for its recipient. */
  show: (sealed: string) => ReactNode;
  onTake: (written: { sealed: string; model: string }) => void;
};
