import Plus from "lucide-solid/icons/plus";
import Trash from "lucide-solid/icons/trash";
import { createSignal, Show } from "solid-js";
import type { Token } from "../../../../shared/token.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { Question } from "../../ui/ask-first.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { Answered } from "../../ui/answered.tsx";
import { now } from "../../ui/now.ts";
import { exactTime } from "../../ui/time.ts";
import { TokenSheet } from "./token-sheet.tsx";
import { isOver, lineOf } from "./token-words.ts";

/** The named tokens: what else may come in, and how to take that back. */
export default function Tokens() {
  const query = createQuery(() => api.tokens.list.queryOptions());
  // Being used is no event.
  query.refetch();
  const [isMaking, setMaking] = createSignal(false);
  let add: HTMLButtonElement | undefined;

  async function revoke({ id, name }: Token): Promise<void> {
    add?.focus();
    try {
      await api.tokens.revoke.mutate({ id });
      query.refetch();
      showToast({ message: `Revoked “${name}”` });
    } catch (error) {
      showToast({ message: `Not revoked: ${explain(error)}`, kind: "error" });
    }
  }

  return (
    <Answered query={query} explain={explain} problem="The tokens could not be loaded" rows={2}>
      {(all) => (
        <>
          <p class="py-2 text-sm text-ink-2">
            A token lets a script, or a Claude outside Porter, in as far as you say. What it does stands under
            its name, and you can take it back at any time.
          </p>
          <Show
            when={all().items.length > 0}
            fallback={
              <p class="py-2">None yet. Make one for each program, so that each can be taken back alone.</p>
            }
          >
            <ul>
              <Keyed each={all().items} by={(token) => token.id}>
                {(token) => <Line token={token()} revoke={() => void revoke(token())} />}
              </Keyed>
            </ul>
          </Show>
          <button
            ref={(button) => (add = button)}
            type="button"
            class="button mt-3"
            aria-haspopup="dialog"
            onClick={() => setMaking(true)}
          >
            <Plus size={15} aria-hidden="true" /> New token
          </button>
          <Show when={isMaking()}>
            <TokenSheet made={query.refetch} closed={() => setMaking(false)} />
          </Show>
        </>
      )}
    </Answered>
  );
}

function Line(props: { token: Token; revoke: () => void }) {
  const [isAsking, setAsking] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const times = () => {
    const { createdAt, lastUsedAt, expiresAt } = props.token;
    const used = lastUsedAt && `last used ${exactTime(lastUsedAt)}`;
    const end = expiresAt && `ends ${exactTime(expiresAt)}`;
    return [`Made ${exactTime(createdAt)}`, used, end].filter((part) => part !== null).join(", ");
  };
  return (
    <li class="border-b border-line py-1">
      <div class="flex min-h-11 items-center gap-2">
        <div class="min-w-0 flex-1">
          <p class="truncate font-medium">{props.token.name}</p>
          <p class={`text-xs ${isOver(props.token, now()) ? "text-danger" : "text-ink-3"}`} title={times()}>
            {lineOf(props.token, now())}
          </p>
        </div>
        <button
          ref={(element) => (button = element)}
          type="button"
          class="icon-button pointer-coarse:size-11"
          aria-label={`Revoke “${props.token.name}”`}
          title="Revoke"
          aria-expanded={isAsking()}
          onClick={() => setAsking(!isAsking())}
        >
          <Trash size={15} aria-hidden="true" />
        </button>
      </div>
      <Show when={isAsking()}>
        <div class="pb-2">
          <Question
            text={`Revoke “${props.token.name}”? What uses it is refused from then on.`}
            yes="Revoke"
            isDanger
            answer={(isMeant) => {
              setAsking(false);
              if (isMeant) props.revoke();
              else button?.focus();
            }}
          />
        </div>
      </Show>
    </li>
  );
}
