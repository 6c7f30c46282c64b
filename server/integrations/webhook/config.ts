import { z } from "zod";
import { CreateTask } from "../../../shared/task.ts";
import { isKept } from "../webhooks/headers.ts";
import { countFields, MOST_FIELDS } from "./template.ts";

const Template = z
  .string()
  .max(10_000)
  .refine((text) => countFields(text) <= MOST_FIELDS, `has at most ${MOST_FIELDS} fields`);

const common = {
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,39}$/,
      "has small letters, digits and -, and begins with one of the first two",
    ),
  /** The task that a delivery makes. */
  task: z
    .strictObject({
      title: Template,
      description: Template.optional(),
      priority: CreateTask.shape.priority,
      tags: CreateTask.shape.tags,
    })
    .optional(),
  /** The notification that it makes. */
  notify: z.strictObject({ title: Template, body: Template.optional() }).optional(),
};

const Password = z.string().min(16, "must have at least 16 characters");

const CHECKS = 'must be "standard", "github" or "token"';
const Hook = z.discriminatedUnion(
  "verify",
  [
    z.strictObject({
      ...common,
      verify: z.literal("standard"),
      secret: z
        .string()
        .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "must be whsec_ and at least 24 bytes in base64"),
    }),
    z.strictObject({ ...common, verify: z.literal("github"), secret: Password }),
    z.strictObject({
      ...common,
      verify: z.literal("token"),
      secret: Password,
      /** Where the token stands, with or without `Bearer` before it. */
      header: z
        .string()
        .regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of a header")
        .refine((name) => !isKept(name), "is a header that Porter keeps with the message; choose another")
        .transform((name) => name.toLowerCase())
        .default("x-porter-token"),
    }),
  ],
  { error: ({ code }) => (code === "invalid_union" ? CHECKS : undefined) },
);
export type Hook = z.output<typeof Hook>;

export const Config = z.strictObject({
  hooks: z
    .array(Hook)
    .max(50)
    .refine((hooks) => new Set(hooks.map(({ name }) => name)).size === hooks.length, "have different names")
    .default([]),
});
export type Config = z.output<typeof Config>;
