const KEPT = /^(?:content-type|user-agent|webhook-id|webhook-timestamp|x-github-.+|x-goog-.+)$/;
/** Google sends the channel's secret back in this one. */
const SECRET = /^x-goog-channel-token$/;

/** Whether it says something about the message: no signatures, credentials or cookies. */
export const isKept = (name: string): boolean =>
  KEPT.test(name.toLowerCase()) && !SECRET.test(name.toLowerCase());

export const keptHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => isKept(name)));
