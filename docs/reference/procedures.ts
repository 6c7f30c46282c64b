import { z } from "zod";
import { refusalOf, type Audience } from "../../server/auth/audience.ts";
import { appRouter } from "../../server/trpc/router.ts";
import { TokenScope } from "../../shared/token.ts";
import { code, fieldLine } from "./markdown.ts";
import { fieldsIn, inWords, toSchema, type NamedSchemas } from "./schema-words.ts";
import type { Types } from "./types.ts";

const ROUTER = "server/trpc/router.ts";
const KINDS = ["query", "mutation", "subscription"] as const;

/** What tRPC keeps of a procedure at run time, as far as it is of use here. */
const Definition = z.object({
  type: z.enum(KINDS),
  meta: z.object({ audience: z.enum(["agents", "owner", "person"] satisfies Audience[]) }),
  inputs: z.array(z.instanceof(z.ZodType)),
});

/** All procedures, by noun: who may call them, what they take and what they give. */
export async function describeProcedures(
  types: Types,
  named: NamedSchemas,
): Promise<{ noun: string; text: string }[]> {
  const router = await types.valueType(ROUTER, "appRouter");
  const nouns = new Map<string, string[]>();
  const {
    _def: { procedures },
  } = appRouter;
  // Its type is that of the nested router; it is flat: "tasks.list".
  for (const [path, procedure] of Object.entries(procedures)) {
    const [noun = "", name = ""] = path.split(".");
    const { type, meta, inputs } = Definition.parse(Reflect.get(procedure, "_def"));
    const inNoun = await types.typeIn(router, noun);
    const io = await types.typeIn(inNoun, name, "_def", "$types");
    const given = await types.typeIn(io, "output");
    const output = await types.inWords(type === "subscription" ? await types.yieldedBy(given) : given);
    const doc = (await types.docIn(inNoun, name)) || docOfInput(inputs[0], types, named);
    nouns.set(noun, [
      ...(nouns.get(noun) ?? []),
      [
        `**${code(path)}** ${type} · ${scopeFor(meta.audience, type === "mutation")}${doc && `\\\n${doc}`}`,
        ...(await describeInput(inputs[0], await types.typeIn(io, "input"), { types, named })),
        `- → ${code(type === "subscription" ? `stream of ${output}` : output)}`,
      ].join("\n"),
    ]);
  }
  return [...nouns].map(([noun, texts]) => ({ noun, text: texts.join("\n\n") }));
}

/** The least scope that a named token needs, by the rule itself. */
function scopeFor(audience: Audience, isChange: boolean): string {
  const isGood = (scope: TokenScope) =>
    refusalOf({ kind: "token", id: "", scope }, audience, isChange) === undefined;
  const least = TokenScope.options.find(isGood);
  const isForAgents = refusalOf({ kind: "session", sessionId: "" }, audience, isChange) === undefined;
  if (isForAgents !== (least === "read" || least === "agent"))
    throw new Error("The head of the chapter says of agents what does not hold.");
  return least ?? "in person";
}

function docOfInput(input: z.ZodType | undefined, types: Types, named: NamedSchemas): string {
  const name = input && named.get(withoutOptional(input));
  return (name !== undefined && types.named.get(name)?.doc) || "";
}

const withoutOptional = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional ? withoutOptional(schema.unwrap() as z.ZodType) : schema;

async function describeInput(
  input: z.ZodType | undefined,
  type: Parameters<Types["fieldsOf"]>[0],
  { types, named }: { types: Types; named: NamedSchemas },
): Promise<string[]> {
  if (!input) return [];
  const schema = toSchema(withoutOptional(input), { named });
  if (schema.type !== "object" || !schema.properties) return [`- ${code(inWords(schema))}`];
  const docs = new Map((await types.fieldsOf(type)).map(({ name, doc }) => [name, doc]));
  return fieldsIn(schema).map((field) =>
    fieldLine({ ...field, meaning: field.meaning || (docs.get(field.name) ?? "") }),
  );
}
