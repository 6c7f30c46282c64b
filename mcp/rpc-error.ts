import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { codeOf, explain } from "./explain.ts";

/** MCP 2025-11-25, Resources, "Error Handling". */
const RESOURCE_NOT_FOUND = -32_002;

/** An answer of JSON-RPC's, in words. The SDK's own error writes its code in front of them, on both sides. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** What was asked for is not there, or names nothing. */
const isWrong = (error: unknown): boolean =>
  error instanceof z.ZodError || ["NOT_FOUND", "INVALID"].includes(codeOf(error) ?? "");

/** @throws RpcError for whatever goes wrong with a resource */
export async function readInWords<T>(uri: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof RpcError) throw error;
    if (isWrong(error)) throw new RpcError(RESOURCE_NOT_FOUND, `There is no ${uri}`, { uri });
    throw new RpcError(ErrorCode.InternalError, explain(error));
  }
}

/** @throws RpcError for whatever goes wrong with a prompt, of which some arguments may be wrong */
export async function askInWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const code = isWrong(error) ? ErrorCode.InvalidParams : ErrorCode.InternalError;
    throw new RpcError(code, error instanceof z.ZodError ? z.prettifyError(error) : explain(error));
  }
}
