import "./mantine.css";
import "../base.css";
import { MantineProvider } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { cssVariables, theme } from "../theme";

const Notifications = lazy(() =>
  import("@mantine/notifications").then((m) => ({ default: m.Notifications })),
);

export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      {children}
      <Suspense fallback={null}>
        <Notifications position="bottom-right" limit={3} />
      </Suspense>
    </MantineProvider>
  );
}
