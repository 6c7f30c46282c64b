// Prints one line for each change of a task, for as long as it runs. Plain Node (20 or later) or Bun:
//   node examples/watch-tasks.mjs
// Porter may restart meanwhile: it goes on where it was, and no change is missed.
import { createPorterClient } from "porter/client";

const porter = createPorterClient();
for await (const { data: change } of porter.tasks.onChange.subscribe()) {
  if (change.type === "ready") process.stdout.write("Watching.\n");
  else if (change.type === "resync") process.stdout.write("Too long away: some changes were missed.\n");
  else {
    const { number, title, status, updatedBy } = change.task;
    process.stdout.write(`${change.type} #${number} ${title} (${status}) by ${updatedBy}\n`);
  }
}
