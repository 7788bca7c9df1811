import { Modal } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Flow, ReauthenticationNeeded } from "@/lib/allauth";
import { ReauthenticationForm } from "./reauthentication-form";

type Guard = <T>(action: () => Promise<T>) => Promise<T>;
type Waiting = { flows: Flow[]; resolve: () => void; reject: (error: unknown) => void };

/** The person closed the dialog that asked who they are; nothing happened. */
export class ReauthenticationDeclined extends Error {}

const Context = createContext<Guard>((action) => action());

/** Runs an action; when the server first wants to know again who this is, asks, and runs it once more. */
export function useGuard(): Guard {
  return useContext(Context);
}

export function ReauthenticationProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation("account");
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const guard: Guard = useCallback(async (action) => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof ReauthenticationNeeded)) throw error;
      await new Promise<void>((resolve, reject) => setWaiting({ flows: error.flows, resolve, reject }));
      return action();
    }
  }, []);
  const decline = () => {
    waiting?.reject(new ReauthenticationDeclined());
    setWaiting(null);
  };
  const confirm = () => {
    waiting?.resolve();
    setWaiting(null);
  };
  return (
    <Context.Provider value={guard}>
      {children}
      <Modal
        opened={waiting !== null}
        onClose={decline}
        title={t("reauth.title")}
        zIndex={400}
        closeButtonProps={{ "aria-label": t("common:action.close") }}
      >
        {waiting && <ReauthenticationForm flows={waiting.flows} onDone={confirm} onCancel={decline} />}
      </Modal>
    </Context.Provider>
  );
}
