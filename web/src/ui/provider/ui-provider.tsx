import "./mantine.css";
import "../base.css";
import { MantineProvider } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from "react";
import { cssVariables, theme } from "../theme";
import { noticesAsked } from "./notify";

const Notices = lazy(() => import("./notices").then((m) => ({ default: m.Notices })));

export function UiProvider({ children }: { children: ReactNode }) {
  const asked = useSyncExternalStore(noticesAsked.subscribe, noticesAsked.read);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {children}
      {asked && (
        <Suspense fallback={null}>
          <Notices />
        </Suspense>
      )}
    </MantineProvider>
  );
}
