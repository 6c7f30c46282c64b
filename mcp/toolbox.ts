import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { z } from "zod";
import { explain, type Hints } from "./explain.ts";

type Tool<Input extends z.ZodObject, Output extends z.ZodObject> = {
  /** As Claude sees it, behind `mcp__porter__`. */
  name: string;
  title: string;
  description: string;
  /** Strict, so that a misspelt parameter is refused instead of ignored. */
  input: Input;
  output: Output;
  /**
   * `destructive`: may overwrite or end something; `idempotent`: twice is as good as once; `openWorld`: reaches
   * beyond Porter.
   */
  kind: { readOnly: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean };
  /** What to do about an error of Porter's, by its code. */
  hints?: Hints;
  run: (input: z.output<Input>) => Promise<z.input<Output>>;
};

/** Takes tools in. The tool files know this and not the MCP SDK, so that its next version is a change in one place. */
export type Toolbox = {
  add: <Input extends z.ZodObject, Output extends z.ZodObject>(tool: Tool<Input, Output>) => void;
};

export function createToolbox(server: McpServer): Toolbox {
  return {
    add({ name, title, description, input, output, kind, hints, run }) {
      const annotations = {
        title,
        readOnlyHint: kind.readOnly,
        destructiveHint: kind.destructive ?? false,
        idempotentHint: kind.idempotent ?? kind.readOnly,
        openWorldHint: kind.openWorld ?? false,
      };
      const config = { title, description, inputSchema: input, outputSchema: output, annotations };
      const handle = async (given: unknown) => {
        try {
          // The SDK has parsed it by `input`; its types cannot follow a schema that is a type parameter.
          const structuredContent = output.parse(await run(given as z.output<typeof input>));
          return { structuredContent, content: [text(JSON.stringify(structuredContent))] };
        } catch (error) {
          return { isError: true, content: [text(explain(error, hints))] };
        }
      };
      server.registerTool<z.ZodObject, z.ZodObject>(name, config, handle);
    },
  };
}

const text = (words: string) => ({ type: "text" as const, text: words });
