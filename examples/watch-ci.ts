// A red build becomes a task. This prints a line for each; with --look an agent finds out what broke, and comments it.
//   bun examples/watch-ci.ts [--look /path/to/the/checkout]     a folder that agents may work in ([agents] allowed_dirs)
//
// 1. In config/home.toml ([integrations] stands there already), with CI_TOKEN in Porter's environment (openssl rand -hex 20):
//   [integrations]
//   enabled = ["tasks", "calendar", "webhook"]
//   [[integrations.webhook.hooks]]
//   name = "ci"
//   verify = "token"
//   secret = "env:CI_TOKEN"
//   [integrations.webhook.hooks.task]
//   title = "{{repository}}: {{job}} failed on {{branch}}"
//   description = "{{url}}"
//   priority = "high"
//   tags = ["ci"]
//
// 2. In the CI, behind the other steps of each job; here for GitHub Actions, with the secrets CI_TOKEN and PORTER_URL:
//   - if: failure()
//     env: { CI_TOKEN: "${{ secrets.CI_TOKEN }}", PORTER_URL: "${{ secrets.PORTER_URL }}" }
//     run: >
//       jq -n '{repository: env.GITHUB_REPOSITORY, job: env.GITHUB_JOB, branch: env.GITHUB_REF_NAME,
//       url: "\(env.GITHUB_SERVER_URL)/\(env.GITHUB_REPOSITORY)/actions/runs/\(env.GITHUB_RUN_ID)"}' |
//       curl -sS --fail "$PORTER_URL/webhooks/webhook" -H "content-type: application/json" --data @-
//       -H "x-porter-token: $CI_TOKEN" -H "webhook-id: $GITHUB_RUN_ID.$GITHUB_RUN_ATTEMPT.$GITHUB_JOB"
//
// Whoever needs no tasks of it enables the integration "github" instead: it tells of each failed check by itself.
import { parseArgs } from "node:util";
import { createPorterClient, PorterError, streamAnswer, type Task } from "porter/client";

const { values } = parseArgs({ options: { look: { type: "string" } } });
const porter = createPorterClient();

for await (const { data: change } of porter.tasks.onChange.subscribe()) {
  if (change.type === "ready") print("Watching for red builds.");
  if (change.type === "resync")
    print("Too long away: some builds may be missing here. Porter has their tasks.");
  if (change.type !== "created" || !isRedBuild(change.task)) continue;
  print(`red: #${change.task.number} ${change.task.title}`);
  if (values.look !== undefined) await lookInto(change.task, values.look);
}

/** By the hook, which writes in the name of its integration: nobody else is one by a tag alone. */
function isRedBuild({ tags, createdBy }: Task): boolean {
  return createdBy === "integration:webhook" && tags.includes("ci");
}

async function lookInto({ id }: Task, cwd: string): Promise<void> {
  const prompt = `The build that this task tells of is red. Find the cause in this checkout: what changed last, and which check
fails by what. Change nothing. Then say cause and mend in one comment on the task (add_comment).`;
  try {
    const session = await porter.agents.start.mutate({ prompt, taskId: id, cwd });
    for await (const text of streamAnswer(porter, session)) process.stdout.write(text);
    print("");
  } catch (error) {
    if (!(error instanceof PorterError)) throw error;
    print(`Nobody looked into it: ${error.message}`); // The next build is watched for all the same.
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
