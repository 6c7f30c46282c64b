import { z } from "zod";

export const RunAction = z.strictObject({
  integrationId: z.string().min(1).max(100),
  action: z.string().min(1).max(100),
  params: z.record(z.string(), z.unknown()).optional(),
});
export type RunAction = z.infer<typeof RunAction>;
