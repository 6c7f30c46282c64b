import { useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, onCleanup, onMount } from "solid-js";
import { signIn } from "../../api/auth.ts";
import { safeNext } from "./next.ts";

export function createSignIn() {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [token, setToken] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(location.hash.length > 1);

  async function enter(credential: { secret: string } | { token: string }): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const result = await signIn(credential);
    if (result.ok) {
      navigate(safeNext(search["next"]), { replace: true });
      return;
    }
    setBusy(false);
    setProblem(
      "secret" in credential && result.status === 401
        ? "This link was used already or is older than 10 minutes. Make a fresh one, or paste the token."
        : result.message,
    );
  }

  const takeSecret = () => {
    const secret = location.hash.slice(1);
    if (secret === "") return;
    // Out of the address before anything else: it must not stay in the history.
    history.replaceState(history.state, "", location.pathname + location.search);
    void enter({ secret });
  };
  onMount(takeSecret);
  // A link that is pasted into the address of this very page changes nothing but the fragment.
  addEventListener("hashchange", takeSecret);
  onCleanup(() => removeEventListener("hashchange", takeSecret));

  const submit = () => {
    const value = token().trim();
    if (value === "") setProblem("Paste the token first.");
    else void enter({ token: value });
  };
  return { token, setToken, problem, isBusy, submit };
}
export type SignInModel = ReturnType<typeof createSignIn>;
