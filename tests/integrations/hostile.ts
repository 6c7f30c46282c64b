import { z } from "zod";
import type { IntegrationDefinition } from "../../server/integrations/contract.ts";
import { sample } from "./sample.ts";

const forEver = () => new Promise<never>(() => {});
const unreadable = new Proxy(
  {},
  {
    get: () => {
      throw new Error("not readable");
    },
    getPrototypeOf: () => {
      throw new Error("no prototype");
    },
  },
);

/** What looks like a promise to `await`. */
// oxlint-disable-next-line unicorn/no-thenable -- that is what it is for
const thenable = (then: () => void) => ({ then }) as unknown as Promise<void>;

/** Whatever an integration can do wrong in a tick, short of never giving the processor back. */
const BAD_TICKS: Record<string, () => void | Promise<void>> = {
  "throws at once": () => {
    throw new Error("at once");
  },
  "throws later": async () => {
    await Promise.resolve();
    throw new Error("later");
  },
  "throws nothing": () => {
    throw undefined;
  },
  "throws a text": () => {
    throw "a text";
  },
  "throws what cannot be read": () => {
    throw unreadable;
  },
  "rejects with null": () => Promise.reject(null),
  "never settles": forEver,
  "gives a thenable that throws": () =>
    thenable(() => {
      throw new Error("thenable");
    }),
  "gives a thenable that never calls back": () => thenable(() => {}),
};

export const badTicks = Object.entries(BAD_TICKS).map(([name, tick]) => ({
  name: `a tick that ${name}`,
  definition: sample("bad", { tickInterval: 1, init: () => ({ tick }) }),
}));

export const badLives: { name: string; definition: IntegrationDefinition }[] = [
  { name: "a set-up that never settles", definition: { ...sample("bad"), init: forEver } },
  {
    name: "a set-up that throws what cannot be read",
    definition: {
      ...sample("bad"),
      init: () => {
        throw unreadable;
      },
    },
  },
  // oxlint-disable-next-line typescript/no-unsafe-return -- it breaks its word
  { name: "a set-up that gives nothing", definition: { ...sample("bad"), init: () => undefined as never } },
  {
    name: "a stop that never settles",
    definition: sample("bad", { tickInterval: 1, init: () => ({ tick: forEver, stop: forEver }) }),
  },
  {
    name: "a stop that throws",
    definition: sample("bad", {
      init: () => ({
        stop() {
          throw new Error("stop");
        },
      }),
    }),
  },
  {
    name: "a flood of notifications",
    definition: sample("bad", {
      tickInterval: 1,
      init: ({ notify }) => ({
        tick() {
          for (let n = 0; n < 1_000; n += 1) notify({ key: `n${n}`, title: "Look", body: "here" });
        },
      }),
    }),
  },
  {
    name: "a config schema that throws",
    definition: sample("bad", {
      config: z.object({
        key: z.string().default(() => {
          throw new Error("default");
        }),
      }),
    }),
  },
];
