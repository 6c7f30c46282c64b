import type { Approval, DecideApproval } from "../../../shared/approval.ts";
import { readQuestions } from "../../../shared/questions.ts";
import type { PorterClient } from "../../sdk/client.ts";
import { failureOf } from "../failure.ts";
import { shortId } from "../find.ts";
import { harmless } from "../output.ts";
import { answerIn, approvalInWords, questionInWords } from "./call.ts";
import { dim, type Screen } from "./screen.ts";
import type { Terminal } from "./terminal.ts";

type Answer = Omit<DecideApproval, "approvalId">;
type Given = { porter: PorterClient; screen: Screen; terminal: Terminal | undefined };

/** Shows what waits for a person and, where one is there, gives their answer: one question after the other. */
export function createAsker({ porter, screen, terminal }: Given) {
  const known = new Map<string, Approval["status"]>();
  /** The same, by the tool call. */
  const calls = new Map<string, Approval["status"]>();
  const queue: Approval[] = [];
  let asked: { id: string; controller: AbortController } | undefined;
  let asking = Promise.resolve();
  /** What the person has decided here needs no telling. */
  const answeredHere = new Set<string>();

  /** Never rejects. */
  async function askNext(there: Terminal): Promise<void> {
    const approval = queue.shift();
    if (!approval) return;
    const controller = new AbortController();
    asked = { id: approval.id, controller };
    screen.note(approvalInWords(approval));
    screen.hold();
    try {
      const answer = await readAnswer(approval, (question) => there.ask(question, controller.signal));
      screen.release();
      if (!answer) {
        screen.note(dim(`It waits. ${howToAnswer(approval)}`));
      } else {
        answeredHere.add(approval.id);
        await porter.agents.decide.mutate({ approvalId: approval.id, ...answer });
      }
    } catch (error) {
      screen.release();
      if (!controller.signal.aborted) {
        answeredHere.delete(approval.id);
        screen.note(harmless(failureOf(error).message));
        if (failureOf(error).code === "INVALID") queue.unshift(approval);
      }
    } finally {
      asked = undefined;
    }
    await askNext(there);
  }

  return {
    hear(approval: Approval): void {
      const { id, status } = approval;
      const before = known.get(id);
      if (before === status) return;
      known.set(id, status);
      calls.set(approval.toolUseId, status);
      if (status === "pending") {
        if (terminal) {
          queue.push(approval);
          if (!asked) asking = askNext(terminal);
        } else {
          screen.note(approvalInWords(approval));
          screen.note(dim(`It waits. ${howToAnswer(approval)}`));
        }
        return;
      }
      const waiting = queue.findIndex((one) => one.id === id);
      if (waiting >= 0) queue.splice(waiting, 1);
      if (asked?.id === id) asked.controller.abort();
      if (before === "pending" && !answeredHere.has(id)) screen.note(dim(`It is ${status}, from elsewhere.`));
    },

    /** Whether a tool call was shown because it had to be allowed. */
    hasShown: (toolUseId: string): boolean => calls.has(toolUseId),

    hasDenied: (toolUseId: string): boolean => calls.get(toolUseId) === "denied",

    /** Nothing is asked any more. */
    async close(): Promise<void> {
      queue.length = 0;
      asked?.controller.abort();
      await asking;
    },
  };
}

const howToAnswer = ({ id, toolName }: Approval): string =>
  toolName === "AskUserQuestion"
    ? `bun porter agents allow ${shortId(id)} --answer …`
    : `bun porter agents allow ${shortId(id)}, or deny ${shortId(id)} [message]`;

type Ask = (question: string) => Promise<string | undefined>;

/** Undefined: the person leaves it open. */
async function readAnswer(approval: Approval, ask: Ask): Promise<Answer | undefined> {
  if (approval.toolName === "AskUserQuestion") return await readAnswers(approval, ask);
  for (;;) {
    const text = (await ask("[a]llow, [d]eny, or what it is to do instead: "))?.trim();
    if (text === undefined) return undefined;
    if (/^(a|allow|y|yes)$/i.test(text)) return { decision: "allow" };
    if (/^(d|deny|n|no)$/i.test(text)) return { decision: "deny" };
    if (text !== "") return { decision: "deny", message: text };
  }
}

async function readAnswers(approval: Approval, ask: Ask): Promise<Answer | undefined> {
  const questions = readQuestions(approval.input);
  const answers: Record<string, string> = {};
  for (const question of questions) {
    const before = questions.length > 1 ? `${questionInWords(question)}\n` : "";
    let text: string | undefined = "";
    while (text === "") text = (await ask(`${before}A number, or your own words: `))?.trim();
    if (text === undefined) return undefined;
    answers[question.question] = answerIn(text, question);
  }
  return { decision: "allow", answers };
}
