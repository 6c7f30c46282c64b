import { A } from "@solidjs/router";
import { Show } from "solid-js";
import type { TokenName } from "../../../shared/token.ts";

/** Through which token something was said. `href`: where it is taken back, which a revoked one is already. */
export const FromToken = (props: { token: TokenName | undefined; href?: string }) => (
  <>
    From{" "}
    <Show when={props.token?.isRevoked === false && props.href} fallback={props.token?.name ?? "a token"}>
      {(href) => (
        <A href={href()} class="relative z-10 py-2 font-medium text-brass hover:underline">
          {props.token?.name}
        </A>
      )}
    </Show>
    {props.token?.isRevoked ? ", revoked" : ""}
  </>
);
