import { ASK_OWNER_TOOL, AskOwner } from "../../shared/agent-tools.ts";

type Call = { tool: string; input: unknown };

/**
 * Porter's `ask_owner` as what the owner sees of it: the question that Claude's own AskUserQuestion asks. It becomes an
 * approval like that one, and the answer goes back to the tool as a part of its input. Any other call is as it was.
 */
export function asQuestion<Given extends Call>(call: Given): Given {
  // What the agent says that the owner has answered is not looked at.
  const asked = call.tool === ASK_OWNER_TOOL ? AskOwner.strip().safeParse(call.input).data : undefined;
  if (!asked) return call;
  const options = asked.options?.map((label) => ({ label, description: "" })) ?? [];
  const questions = [{ question: asked.question, header: "", options, multiSelect: false }];
  return { ...call, tool: "AskUserQuestion", input: { questions } };
}
