/** `PORTER_TEST_LONG=1`: what is tried with random inputs is tried often. The suite tries a part, new ones in each run. */
export const LONG = process.env.PORTER_TEST_LONG === "1";

/** How often to try something: `short` in the suite, `long` when there is time. */
export const runs = (short: number, long: number): number => (LONG ? long : short);
