import { z } from "zod";
import { BadDelivery } from "../error.ts";

/** What a delivery of GitHub's means here; undefined: nothing. */
export type GitHubEvent =
  | {
      type: "assigned" | "review_requested";
      repository: string;
      number: number;
      title: string;
      body: string;
      url: string | undefined;
    }
  | {
      type: "failed";
      repository: string;
      /** The check or the workflow. */
      name: string;
      branch: string;
      commit: string;
      url: string | undefined;
    };

const Login = z.object({ login: z.string() });
const Url = z
  .url({ protocol: /^https$/ })
  .transform((url) => new URL(url).href)
  .optional()
  .catch(undefined);

const Work = z.object({ number: z.int(), title: z.string(), body: z.string().nullish(), html_url: Url });
const Run = z.object({
  name: z.string().nullish(),
  conclusion: z.string().nullish(),
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
  html_url: Url,
});

const Any = z.object({ action: z.string().optional() });
const repository = z.object({ full_name: z.string() });
const Assigned = z.object({ issue: Work, assignee: Login.nullish(), repository });
const Requested = z.object({ pull_request: Work, requested_reviewer: Login.nullish(), repository });
const CheckRun = z.object({ check_run: Run, repository });
const WorkflowRun = z.object({ workflow_run: Run, repository });

const FAILED = ["failure", "timed_out", "startup_failure"];

/**
 * Source of the shapes: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @param name `X-GitHub-Event`
 * @param login of the owner; the work of others is nothing
 * @throws BadDelivery when it is not what GitHub sends under this name
 */
export function readEvent(name: string, body: unknown, login: string): GitHubEvent | undefined {
  const isOwner = (given: { login: string } | null | undefined) =>
    given?.login.toLowerCase() === login.toLowerCase();
  const read = <T>(schema: z.ZodType<T>): T => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new BadDelivery(`It is not what GitHub sends for such an event: ${where(parsed.error)}.`);
  };

  switch (`${name}.${read(Any).action}`) {
    case "issues.assigned": {
      const { issue, assignee, repository } = read(Assigned);
      return isOwner(assignee) ? workOf("assigned", issue, repository.full_name) : undefined;
    }
    case "pull_request.review_requested": {
      const { pull_request, requested_reviewer, repository } = read(Requested);
      return isOwner(requested_reviewer)
        ? workOf("review_requested", pull_request, repository.full_name)
        : undefined;
    }
    case "check_run.completed": {
      const { check_run, repository } = read(CheckRun);
      return failureOf(check_run, repository.full_name);
    }
    case "workflow_run.completed": {
      const { workflow_run, repository } = read(WorkflowRun);
      return failureOf(workflow_run, repository.full_name);
    }
    default:
      return undefined;
  }
}

function workOf(
  type: "assigned" | "review_requested",
  { number, title, body, html_url }: z.output<typeof Work>,
  repository: string,
): GitHubEvent {
  return { type, repository, number, title, body: body ?? "", url: html_url };
}

function failureOf(run: z.output<typeof Run>, repository: string): GitHubEvent | undefined {
  if (!FAILED.includes(run.conclusion ?? "")) return undefined;
  return {
    type: "failed",
    repository,
    name: run.name ?? "",
    branch: run.head_branch ?? run.check_suite?.head_branch ?? "",
    commit: run.head_sha,
    url: run.html_url,
  };
}

const where = ({ issues: [issue] }: z.ZodError): string => `${issue?.path.join(".")} ${issue?.message}`;
