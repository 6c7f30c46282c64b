import { z } from "zod";

const block = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.object({ role: z.string(), content: z.union([z.string(), z.array(block)]) });
const body = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  messages: z.array(message),
  system: z.union([z.string(), z.array(block)]).optional(),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
});

type ApiBlock = z.infer<typeof block>;
type ApiMessage = z.infer<typeof message>;

/** One `POST /v1/messages`, as far as tests ask about it; `body` is all of it. */
export interface ApiRequest {
  readonly model: string;
  /** The text blocks that the user wrote in the latest turn, each exactly as it came. */
  readonly promptTexts: readonly string[];
  /** `promptTexts`, joined by a newline. */
  readonly prompt: string;
  readonly messages: readonly ApiMessage[];
  readonly system: string;
  readonly toolNames: readonly string[];
  readonly headers: Headers;
  readonly body: z.infer<typeof body>;
}

export function parseRequest(json: unknown, headers: Headers): ApiRequest {
  const parsed = body.parse(json);
  const promptTexts = promptTextsOf(parsed.messages);
  return {
    model: parsed.model,
    promptTexts,
    prompt: promptTexts.join("\n"),
    messages: parsed.messages,
    system: textsOf(parsed.system ?? []).join("\n"),
    toolNames: parsed.tools?.map((tool) => tool.name) ?? [],
    headers,
    body: parsed,
  };
}

/** All tool results of a request, oldest first: the tool's id and its text. */
export function toolResultsOf(request: ApiRequest): { id: string; text: string; isError: boolean }[] {
  return request.messages.flatMap(({ content }) =>
    blocksOf(content)
      .filter((part) => part.type === "tool_result")
      .map((part) => ({
        id: String(part.tool_use_id),
        text: textsOf(contentOf(part)).join("\n"),
        isError: part.is_error === true,
      })),
  );
}

/** How texts begin that the CLI itself puts into user messages, beside or in place of a prompt. */
const CLI_TEXTS = [
  "<system-reminder>",
  "[Request interrupted by user",
  "Continue from where you left off.",
  "Your response above was cut off mid-stream.",
];

/** The last user message that holds more than tool results and texts of the CLI's own. */
function promptTextsOf(messages: readonly ApiMessage[]): string[] {
  for (const { role, content } of messages.toReversed()) {
    if (role !== "user" || blocksOf(content).some((part) => part.type === "tool_result")) continue;
    const texts = textsOf(content).filter((part) => !CLI_TEXTS.some((own) => part.startsWith(own)));
    if (texts.length > 0) return texts;
  }
  return [];
}

function blocksOf(content: string | readonly ApiBlock[]): readonly ApiBlock[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

function textsOf(content: string | readonly ApiBlock[]): string[] {
  return blocksOf(content).flatMap((part) =>
    part.type === "text" && part.text !== undefined ? [part.text] : [],
  );
}

function contentOf(part: ApiBlock): string | ApiBlock[] {
  const content = z.union([z.string(), z.array(block)]).safeParse(part.content);
  return content.success ? content.data : [];
}
