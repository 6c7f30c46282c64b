import { api } from "../api/options.ts";
import { byCursor } from "../api/pages.ts";
import { createPagedQuery } from "../api/query.ts";
import { AT_WORK } from "../ui/at-work.ts";

/** The shell and the dashboard show the same list: one key, one request. */
export const createSessionsAtWork = () =>
  createPagedQuery(() => api.agents.list.infiniteQueryOptions({ status: AT_WORK, limit: 20 }, byCursor));
