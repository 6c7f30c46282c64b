/**
 * Stands in for the Claude CLI where a stream is wanted that the real one never makes. It answers the SDK's handshake,
 * and the first prompt with a short answer, written as CLAUDE_FAKE says.
 */
const mode = process.env.CLAUDE_FAKE ?? "plain";
const write = (bytes: string | Uint8Array): Promise<unknown> => Bun.write(Bun.stdout, bytes);
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

const session_id = "11111111-1111-4111-8111-111111111111";
const ids = { session_id, uuid: "22222222-2222-4222-8222-222222222222", parent_tool_use_id: null };
const usage = {
  input_tokens: 1,
  output_tokens: 1,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
};
const content = [{ type: "text", text: "Grüße, 世界 🚂" }];
const message = {
  id: "m1",
  type: "message",
  role: "assistant",
  model: "fake",
  content,
  usage,
  stop_reason: null,
  stop_sequence: null,
};
const init = line({
  type: "system",
  subtype: "init",
  model: "fake",
  tools: [],
  mcp_servers: [],
  slash_commands: [],
  permissionMode: "default",
  apiKeySource: "none",
  cwd: "/",
  output_style: "default",
  skills: [],
  plugins: [],
  claude_code_version: "1",
  ...ids,
});
const answer = line({ type: "assistant", message, ...ids });
const result = line({
  type: "result",
  subtype: "success",
  is_error: false,
  duration_ms: 1,
  duration_api_ms: 1,
  num_turns: 1,
  result: "",
  total_cost_usd: 0,
  usage,
  modelUsage: {},
  permission_denials: [],
  stop_reason: "end_turn",
  ...ids,
});
const stream = init + answer + result;

const call = (id: string) => ({ type: "tool_use", id, name: "Look", input: { at: id } });
const whole = (block: unknown) =>
  line({ type: "assistant", message: { ...message, content: [block] }, ...ids });
const streamed = (event: unknown) => line({ type: "stream_event", event, ...ids });
const begun = (index: number, id: string) =>
  streamed({ type: "content_block_start", index, content_block: { ...call(id), input: {} } });
/** The first call is answered while the second one is still being written. */
const amid = [
  streamed({ type: "message_start", message: { ...message, content: [] } }),
  begun(0, "one"),
  whole(call("one")),
  begun(1, "two"),
  line({
    type: "user",
    message: { role: "user", content: [{ type: "tool_result", tool_use_id: "one", content: "Seen." }] },
    ...ids,
  }),
  whole(call("two")),
  streamed({ type: "message_stop" }),
].join("");

async function speak(): Promise<void> {
  switch (mode) {
    case "amid":
      return void (await write(init + amid + result));
    case "bytes":
      for (const byte of Buffer.from(stream)) await write(Uint8Array.of(byte));
      return;
    case "crlf":
      return void (await write(stream.replaceAll("\n", "\r\n")));
    case "blank":
      return void (await write(stream.replaceAll("\n", "\n\n   \n")));
    case "noise":
      return void (await write(
        `npm warn deprecated\n${init}{"half":\n${answer}[]\n42\n"words"\nnull\n${result}`,
      ));
    case "invalid-utf8":
      await write(init);
      await write(
        Buffer.concat([
          Buffer.from('{"type":"'),
          Buffer.from([0xff, 0xc3, 0x28, 0xe2, 0x82]),
          Buffer.from('"}\n'),
        ]),
      );
      return void (await write(answer + result));
    case "unknown":
      return void (await write(
        init +
          line({ type: "from_the_future", ...ids }) +
          line({ type: "system", subtype: "never_seen", ...ids }) +
          answer +
          result,
      ));
    case "64mb":
      await write(init);
      await write(line({ type: "from_the_future", filler: "x".repeat(64 * 1024 * 1024), ...ids }));
      return void (await write(answer + result));
    case "endless":
      await write(init + answer);
      for (;;) await write("x".repeat(1024 * 1024));
    case "stderr":
      for (let round = 0; round < 64; round++) await Bun.write(Bun.stderr, "e".repeat(1024 * 1024));
      return void (await write(stream));
    case "mid-line":
      await write(init + answer + result.slice(0, 40));
      process.exit(3);
    default:
      return void (await write(stream));
  }
}

async function listen(): Promise<void> {
  let rest = "";
  for await (const chunk of Bun.stdin.stream()) {
    rest += Buffer.from(chunk).toString();
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) {
      const said = JSON.parse(text);
      if (said.type === "control_request") {
        const response = {
          subtype: "success",
          request_id: said.request_id,
          response: {
            commands: [],
            models: [],
            agents: [],
            output_style: "default",
            available_output_styles: [],
            account: {},
            mcp_servers_applied: true,
          },
        };
        await write(line({ type: "control_response", response }));
      }
      if (said.type === "user") await speak();
    }
  }
}

void listen();
