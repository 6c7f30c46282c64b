import { usePageTitle } from "../../shell/page-title.ts";
import { createSignIn } from "./model.ts";
import { SignInView } from "./view.tsx";

export default function SignInPage() {
  usePageTitle(() => "Sign in");
  // Not in the JSX: a call there is made anew at every reading of the prop.
  const model = createSignIn();
  return <SignInView model={model} />;
}
