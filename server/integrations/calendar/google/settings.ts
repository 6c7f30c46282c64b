import type { IntegrationContext } from "../../contract.ts";

/** Of `[integrations.calendar]`, as far as it concerns Google. */
export type GoogleSettings = {
  client_id: string;
  client_secret: string;
  /** `primary`, ids as Google has them, or `all`: those that are ticked in Google's own app. */
  calendar_id: string | string[];
  api_root: string;
  auth_url: string;
  token_url: string;
  revoke_url: string;
};

export type GoogleContext = Omit<IntegrationContext<never>, "config">;

/** What begins a sign-in, in the words of its owner. */
export const CONNECT_AGAIN = "connect again on the page of this integration";
