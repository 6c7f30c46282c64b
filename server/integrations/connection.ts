import type { Actor } from "../../shared/actor.ts";
import type { Integration } from "../../shared/integration.ts";
import { PorterError } from "../errors.ts";
import type { SignedIn } from "./contract.ts";
import { IntegrationError } from "./error.ts";
import { isRefusal } from "./failure.ts";
import type { Keeper } from "./keeper.ts";
import { SIGN_IN, type Life } from "./life.ts";
import type { SignInFrom, SignIns } from "./oauth/sign-ins.ts";

/** In ms. */
const LIMIT = 30_000;

/**
 * The address at which the owner signs in.
 * @throws PorterError INVALID when there is nothing to sign in to, UNAVAILABLE
 */
export async function connect(keeper: Keeper, signIns: SignIns, from: SignInFrom): Promise<{ url: string }> {
  const life = livingOf(keeper);
  const begun = signIns.begin(keeper.definition.id, from);
  const url = await orUnavailable(() =>
    life.call({
      source: SIGN_IN,
      limit: LIMIT,
      evenSignedOut: true,
      isRefusal,
      call: async (live, signal) => requireAddress(await live.connect?.({ signal, ...begun })),
    }),
  );
  return { url };
}

/**
 * Takes what the service sent the owner back with, and sets it up afresh.
 * @throws PorterError INVALID when there is nothing to sign in to, UNAVAILABLE
 */
export async function finishConnect(keeper: Keeper, signedIn: SignedIn): Promise<void> {
  const life = livingOf(keeper);
  await orUnavailable(() =>
    life.call({
      source: SIGN_IN,
      limit: LIMIT,
      evenSignedOut: true,
      isRefusal,
      call: (live, signal) => {
        if (!live.finishConnect) throw new Error("What has connect has finishConnect, too.");
        return live.finishConnect({ signal, ...signedIn });
      },
    }),
  );
  await keeper.restart("owner");
}

/** Signs out, and sets it up afresh. */
export async function disconnect(keeper: Keeper, actor: Actor): Promise<Integration> {
  const life = livingOf(keeper);
  await orUnavailable(() =>
    life.call({
      source: "disconnect",
      limit: LIMIT,
      evenSignedOut: true,
      isRefusal,
      call: (live, signal) => live.disconnect?.({ signal }),
    }),
  );
  await keeper.restart(actor);
  return keeper.view();
}

function livingOf({ definition, life }: Keeper): Life {
  if (!definition.canConnect)
    throw new PorterError("INVALID", `${definition.name} has no service that one signs in to.`);
  const living = life();
  if (!living) throw new PorterError("UNAVAILABLE", `${definition.name} is not running.`);
  return living;
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof IntegrationError)) throw cause;
    throw new PorterError("UNAVAILABLE", cause.message, { cause });
  }
}

/** It is opened in the owner's browser: nothing but a page. */
function requireAddress(url: string | undefined): string {
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new Error("connect gives an http or https address.");
  return url;
}
