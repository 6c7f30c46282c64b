import { z } from "zod";

const Name = z.string().trim().min(1, "must not be empty").max(100);

/** `webcal:` is what calendar programs call an address that is fetched over https. */
const IcsAddress = z
  .string()
  .max(2_000)
  .transform((address) => address.replace(/^webcals?:/i, "https:"))
  .refine(isWebAddress, "must be an address that begins with https:, http: or webcal:");

const Ics = z.strictObject({
  name: Name,
  url: IcsAddress,
  /** It may lie inside the house. */
  allow_private: z.boolean().default(false),
});
export type IcsEntry = z.output<typeof Ics>;

const CalDav = z.strictObject({
  name: Name,
  url: z.string().max(2_000).refine(isWebAddress, "must be an address that begins with https: or http:"),
  username: z.string().min(1, "must not be empty"),
  password: z.string().min(1, "must not be empty"),
  allow_private: z.boolean().default(false),
});

/** Google's own; another one for a gateway or a test. */
const Address = (own: string) =>
  z.string().refine(isWebAddress, "must be an address that begins with https: or http:").default(own);

export const Config = z.strictObject({
  /** Of Google: `primary`, ids, or `all` that are ticked there. */
  calendar_id: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).default("primary"),
  /** Of the OAuth client at Google. Without them there is no Google. */
  client_id: z.string().min(1).optional(),
  client_secret: z.string().min(1).optional(),
  api_root: Address("https://www.googleapis.com/"),
  auth_url: Address("https://accounts.google.com/o/oauth2/v2/auth"),
  token_url: Address("https://oauth2.googleapis.com/token"),
  revoke_url: Address("https://oauth2.googleapis.com/revoke"),
  ics: z.array(Ics).refine(haveOwnNames, "two have the same name").default([]),
  caldav: z.array(CalDav).refine(haveOwnNames, "two have the same name").default([]),
});
export type Config = z.output<typeof Config>;

function isWebAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? "");
}

function haveOwnNames(entries: { name: string }[]): boolean {
  return new Set(entries.map(({ name }) => name)).size === entries.length;
}
