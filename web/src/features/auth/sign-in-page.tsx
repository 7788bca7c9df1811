import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type AuthAnswer, type Flow, signOut } from "@/lib/allauth";
import { usePath } from "@/lib/paths";
import { refreshSession } from "@/lib/session";
import { authStateQuery } from "./queries";
import { SecondStepForm } from "./second-step-form";
import { SignInForm } from "./sign-in-form";

/** `next` is where the person wanted to go, already checked to be one of our pages. */
export function SignInPage({ next }: { next?: string }) {
  const path = usePath();
  const navigate = useNavigate();
  const [flow, setFlow] = useState<Flow | null | undefined>();
  const resumed = useQuery(authStateQuery).data?.pending;
  const pending = flow === undefined ? resumed : flow;

  const onAnswer = async (answer: AuthAnswer) => {
    if (answer.authenticated) {
      await refreshSession();
      await navigate({ href: next ?? path("/"), replace: true });
    } else if (answer.pending?.id === "verify_email") {
      await navigate({ to: path("/auth/check-mail") });
    } else {
      setFlow(answer.pending ?? null);
    }
  };
  const startOver = async () => {
    await signOut();
    setFlow(null);
  };

  if (pending?.id === "mfa_authenticate") {
    return <SecondStepForm flow={pending} onAnswer={onAnswer} onCancel={startOver} />;
  }
  return <SignInForm onAnswer={onAnswer} />;
}
