import { z } from "zod";
import { Id } from "./ids.ts";
import { oneLine } from "./text.ts";

/** A page of the web app with its filters, kept under a name. */
export const View = z.object({
  id: Id,
  name: z.string(),
  /** Path and query: `/tasks?status=todo&tag=home`. */
  path: z.string(),
  createdAt: z.date(),
});
export type View = z.infer<typeof View>;

const name = oneLine(100);
/** Inside the web app only: never `//host`. */
const path = oneLine(2000).refine(
  (text) => /^\/(?!\/)[^\\]*$/.test(text),
  "must be a path such as /tasks?tag=home",
);

export const CreateView = z.strictObject({ name, path });
export type CreateView = z.infer<typeof CreateView>;

export const UpdateView = z.strictObject({ id: Id, name: name.optional(), path: path.optional() });
export type UpdateView = z.infer<typeof UpdateView>;

export type ViewChange = { type: "created" | "updated" | "removed"; view: View };
