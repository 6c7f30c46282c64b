import { expect, test } from "bun:test";
import { createSteadyClock } from "../../../server/events/steady-clock.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const YEAR = 365 * DAY;
const START = Date.UTC(2026, 2, 2);

/** A machine whose clock can be set beside the time that passes. */
function openMachine(from?: Date) {
  let said = START;
  let counted = 5;
  const clock = createSteadyClock({ from, said: () => said, counted: () => counted });
  return {
    /** How far the steady clock is from the start, in ms. */
    now: () => clock.now().getTime() - START,
    set: (ms: number) => (said += ms),
    pass(ms: number): void {
      said += ms;
      counted += ms;
    },
  };
}

test("goes with the machine's clock, also where that is put right a little", () => {
  const machine = openMachine();
  expect(machine.now()).toBe(0);
  machine.pass(3 * DAY);
  machine.set(MINUTE / 2);
  expect(machine.now()).toBe(3 * DAY + MINUTE / 2);
  machine.set(-MINUTE / 2);
  expect(machine.now()).toBe(3 * DAY);
});

test("goes on without a clock that is a year ahead, until that has lasted for a day", () => {
  const machine = openMachine();
  machine.set(YEAR);
  machine.pass(MINUTE);
  expect(machine.now()).toBe(MINUTE);
  machine.pass(DAY - MINUTE);
  expect(machine.now()).toBe(DAY);
  machine.pass(MINUTE);
  expect(machine.now()).toBe(YEAR + DAY + MINUTE);
  machine.pass(DAY);
  expect(machine.now()).toBe(YEAR + 2 * DAY + MINUTE);
});

test("forgets a year ahead that was taken back, and counts the next one anew", () => {
  const machine = openMachine();
  machine.set(YEAR);
  expect(machine.now()).toBe(0);
  machine.pass(DAY - MINUTE);
  machine.set(-YEAR);
  expect(machine.now()).toBe(DAY - MINUTE);
  machine.set(YEAR);
  machine.pass(2 * MINUTE);
  expect(machine.now()).toBe(DAY + MINUTE);
});

test("follows a clock that is set back at once, and then one that is put right only after a day", () => {
  const machine = openMachine();
  machine.set(-YEAR);
  expect(machine.now()).toBe(-YEAR);
  machine.set(YEAR);
  expect(machine.now()).toBe(-YEAR);
  machine.pass(DAY + MINUTE);
  machine.now();
  machine.pass(DAY);
  expect(machine.now()).toBe(2 * DAY + MINUTE);
});

test("takes what it saw before for right: a machine that starts a year ahead is not believed either", () => {
  const machine = openMachine(new Date(START - YEAR));
  expect(machine.now()).toBe(-YEAR);
  machine.pass(DAY - MINUTE);
  expect(machine.now()).toBe(-YEAR + DAY - MINUTE);
  machine.pass(MINUTE);
  expect(machine.now()).toBe(DAY);
  expect(openMachine(new Date(START + YEAR)).now()).toBe(0);
});
