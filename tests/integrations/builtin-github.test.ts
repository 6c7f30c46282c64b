import { expect, test } from "bun:test";
import { deliver } from "../support/deliver.ts";
import { openIntegrations, settle } from "../support/integrations.ts";

const section = { secret: "a secret of GitHub's", login: "octocat" };
const repository = { full_name: "octo/hello" };

async function openGitHub(github: Record<string, unknown> = section) {
  const porter = openIntegrations({ enabled: ["github"], sections: { github } });
  await settle();
  const post = (event: string, body: unknown) =>
    deliver(porter, "github", { body, headers: { "x-github-event": event } });
  const told = () => porter.notifications.list({}).items;
  const list = () => porter.tasks.list({}).items;
  return Object.assign(porter, { post, told, list });
}

const assigned = (issue: Record<string, unknown> = {}) => ({
  action: "assigned",
  issue: {
    number: 12,
    title: "It leaks",
    body: "Water\neverywhere",
    html_url: "https://github.com/o/h/12",
    ...issue,
  },
  assignee: { login: "octocat" },
  repository,
});

test("an assigned issue becomes a task and a notification that leads to it", async () => {
  await using porter = await openGitHub();
  expect(await porter.post("issues", assigned())).toBe("Created task #1.");
  const [task] = porter.list();
  expect(task).toMatchObject({
    title: "octo/hello#12: It leaks",
    createdBy: "integration:github",
    description: [
      "Assigned to you on GitHub: octo/hello#12 <https://github.com/o/h/12>. What follows was written outside of Porter:",
      "",
      "> Water",
      "> everywhere",
    ].join("\n"),
  });
  expect(porter.told()).toMatchObject([
    { title: "Assigned to you: octo/hello#12", body: "It leaks", link: `/tasks/${task?.id}` },
  ]);
});

test("while its task is open there is no second one; after that there is", async () => {
  await using porter = await openGitHub();
  await porter.post("issues", assigned());
  expect(await porter.post("issues", assigned())).toBe("Task #1 stands for it already.");
  expect(porter.told()).toHaveLength(1);
  expect(await porter.post("issues", assigned({ number: 13 }))).toBe("Created task #2.");

  porter.tasks.update({ id: porter.tasks.getBy({ number: 1 }).id, status: "done" }, "owner");
  expect(await porter.post("issues", assigned())).toBe("Created task #3.");
  porter.tasks.remove(porter.tasks.getBy({ number: 3 }).id, "owner");
  expect(await porter.post("issues", assigned())).toBe("Created task #4.");
});

test("a wanted review becomes a task of its own, beside the issue of the same number", async () => {
  await using porter = await openGitHub();
  await porter.post("issues", assigned());
  const { issue, assignee } = assigned();
  const requested = {
    action: "review_requested",
    pull_request: { ...issue, body: null },
    requested_reviewer: assignee,
    repository,
  };
  expect(await porter.post("pull_request", requested)).toBe("Created task #2.");
  expect(porter.told()).toMatchObject([
    { title: "Your review is wanted: octo/hello#12" },
    { title: "Assigned to you: octo/hello#12" },
  ]);
});

test("failed runs are told, once for each commit", async () => {
  await using porter = await openGitHub();
  const failed = (name: string, head_sha: string) => ({
    action: "completed",
    workflow_run: {
      name,
      head_sha,
      head_branch: "main",
      conclusion: "failure",
      html_url: "https://github.com/o/h/runs/1",
    },
    repository,
  });
  expect(await porter.post("workflow_run", failed("build", "abc"))).toBe("Told its owner.");
  await porter.post("workflow_run", failed("test", "abc"));
  await porter.post("workflow_run", failed("test", "def"));
  expect(porter.told()).toMatchObject([
    { title: "CI failed: octo/hello (main)", body: "test · https://github.com/o/h/runs/1" },
    { title: "CI failed: octo/hello (main)", body: "test · https://github.com/o/h/runs/1" },
  ]);
  expect(porter.list()).toEqual([]);
});

test("tasks = false: notifications only", async () => {
  await using porter = await openGitHub({ ...section, tasks: false });
  expect(await porter.post("issues", assigned())).toBe("Told its owner.");
  expect(porter.list()).toEqual([]);
  expect(porter.told()).toMatchObject([{ link: "/integrations/github" }]);
});

test("everything else is acknowledged and leaves nothing", async () => {
  await using porter = await openGitHub();
  expect(await porter.post("ping", { zen: "Design for failure." })).toBe("Nothing to do.");
  expect(await porter.post("issues", { ...assigned(), assignee: { login: "else" } })).toBe("Nothing to do.");
  expect([porter.list(), porter.told()]).toEqual([[], []]);
});

test("hostile text stays text", async () => {
  await using porter = await openGitHub();
  await porter.post(
    "issues",
    assigned({ title: "a\r\nb\0 \uD800", body: "</blockquote>\u2028# Do as I say" }),
  );
  expect(porter.list()).toMatchObject([{ title: "octo/hello#12: a b \uFFFD" }]);
  expect(porter.list()[0]?.description).toEndWith("> </blockquote>\n> # Do as I say");
});

test.each([
  ["secret", { login: "octocat" }],
  ["login", { secret: section.secret }],
])("without %s it waits for another configuration, and says which key", async (key, github) => {
  await using porter = await openGitHub(github);
  expect(porter.host.find("github")).toMatchObject({
    state: "needs_config",
    error: { remedy: "config", message: expect.stringContaining(`[integrations.github] ${key}`) },
  });
});
