import { NoAnswer } from "./no-answer.ts";

/**
 * Sends what makes an event, and once more when no answer came: the first may have arrived. It is made once as long as
 * it has a name of Porter's own, by which the other side knows it again.
 */
export async function sendAgain<T>(send: (isAgain: boolean) => Promise<T>): Promise<T> {
  try {
    return await send(false);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  try {
    return await send(true);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new NoAnswer(`${error.message} The event may be there: look before it is made again.`);
  }
}
