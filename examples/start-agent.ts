// Writes a task, puts an agent on it, prints the answer as it is written, and says how the task ended:
//   bun examples/start-agent.ts "Find a name for the cat"
import { createPorterClient, streamAnswer } from "porter/client";

const title = process.argv[2] ?? "Say in one sentence what you can do for me";
const porter = createPorterClient();

const task = await porter.tasks.create.mutate({ title });
const prompt = "Do this task, then mark it as done.";
const session = await porter.agents.start.mutate({ prompt, taskId: task.id });
for await (const text of streamAnswer(porter, session)) process.stdout.write(text);

const { number, status } = await porter.tasks.get.query({ id: task.id });
process.stdout.write(`\n\nTask #${number} is now ${status}.\n`);
