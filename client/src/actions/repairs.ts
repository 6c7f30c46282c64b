import { api } from "../api/options.ts";
import { createQuery } from "../api/query.ts";

/** The dashboard and both pages of integrations show the same list: one key, one request. */
export const createRepairs = () => createQuery(() => api.integrations.repairs.queryOptions());
