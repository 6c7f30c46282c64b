import { expect, test } from "bun:test";
import { BadDelivery } from "../../server/integrations/error.ts";
import { readEvent } from "../../server/integrations/github/events.ts";

const repository = { full_name: "octo/hello" };
const issue = {
  number: 12,
  title: "It leaks",
  body: "Water everywhere",
  html_url: "https://github.com/octo/hello/issues/12",
};
const run = {
  name: "test",
  head_sha: "abc",
  head_branch: "main",
  html_url: "https://github.com/octo/hello/runs/1",
};
const read = (name: string, body: unknown) => readEvent(name, body, "Octocat");

test("an issue counts when it is the owner's, however the name is written", () => {
  const assigned = (login: string) => ({ action: "assigned", issue, assignee: { login }, repository });
  expect(read("issues", assigned("octocat"))).toEqual({
    type: "assigned",
    repository: "octo/hello",
    number: 12,
    title: "It leaks",
    body: "Water everywhere",
    url: "https://github.com/octo/hello/issues/12",
  });
  expect(read("issues", assigned("somebody"))).toBeUndefined();
});

test("a review counts when it is wanted from the owner, not from a team", () => {
  const requested = { action: "review_requested", pull_request: { ...issue, body: null }, repository };
  expect(read("pull_request", { ...requested, requested_reviewer: { login: "OCTOCAT" } })).toMatchObject({
    type: "review_requested",
    body: "",
  });
  expect(read("pull_request", { ...requested, requested_team: { name: "all" } })).toBeUndefined();
});

test.each([
  ["failure", true],
  ["timed_out", true],
  ["startup_failure", true],
  ["success", false],
  ["cancelled", false],
  ["neutral", false],
  [null, false],
])("a run that ends in %p", (conclusion, isFailure) => {
  const workflow = { action: "completed", workflow_run: { ...run, conclusion }, repository };
  const { head_branch, ...check } = run;
  const checked = {
    action: "completed",
    check_run: { ...check, conclusion, check_suite: { head_branch } },
    repository,
  };
  const failed = {
    type: "failed",
    repository: "octo/hello",
    name: "test",
    branch: "main",
    commit: "abc",
    url: run.html_url,
  } as const;
  expect(read("workflow_run", workflow)).toEqual(isFailure ? failed : undefined);
  expect(read("check_run", checked)).toEqual(isFailure ? failed : undefined);
});

test.each([
  ["ping", { zen: "Keep it logically awesome." }],
  ["issues", { action: "closed", issue, repository }],
  ["check_run", { action: "created", check_run: { ...run, conclusion: "failure" }, repository }],
  ["", {}],
])("%p that is none of them is nothing", (name, body) => {
  expect(read(name, body)).toBeUndefined();
});

test.each([
  ["issues", { action: "assigned" }],
  ["issues", { action: "assigned", issue: { number: "12" }, assignee: { login: "octocat" }, repository }],
  ["issues", "assigned"],
  ["workflow_run", { action: "completed", workflow_run: null, repository }],
])("%s in another shape is a bad delivery", (name, body) => {
  expect(() => read(name, body)).toThrow(BadDelivery);
});

test("an address that is no https address is left out", () => {
  const assigned = {
    action: "assigned",
    issue: { ...issue, html_url: "javascript:alert(1)" },
    assignee: { login: "octocat" },
    repository,
  };
  expect(read("issues", assigned)).toMatchObject({ number: 12, url: undefined });
});
