import Pencil from "lucide-solid/icons/pencil";
import Trash from "lucide-solid/icons/trash";
import { A } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Comment } from "../../../../shared/comment.ts";
import { describeActor } from "../../ui/actor.ts";
import { growWith } from "../../ui/grow.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import { now } from "../../ui/now.ts";
import { Section } from "../../ui/section.tsx";
import { exactTime, timeAgo } from "../../ui/time.ts";
import type { TasksModel } from "./model.ts";

/** What you and the agents say about the task. An agent that is started on it reads it. */
export function Comments(props: { model: TasksModel }) {
  const { detail } = props.model;
  return (
    <Section title="Comments" count={detail.comments().length || undefined}>
      <ul class="space-y-3">
        <Keyed each={detail.comments()} by={(comment) => comment.id}>
          {(comment) => <CommentItem comment={comment()} model={props.model} />}
        </Keyed>
      </ul>
      <CommentForm words="Comment" submit={detail.addComment} class="mt-2" />
    </Section>
  );
}

function CommentItem(props: { comment: Comment; model: TasksModel }) {
  const [isEditing, setEditing] = createSignal(false);
  const author = () => describeActor(props.comment.author, props.model.titleOf);
  const { detail } = props.model;
  return (
    <li class="group/comment">
      <div class="flex min-h-8 items-center gap-2 text-sm">
        <Show when={author().sessionId} fallback={<span class="font-semibold">{author().text}</span>}>
          {(id) => (
            <A href={`/agents/${id()}`} class="truncate font-semibold text-brass hover:underline">
              {author().text}
            </A>
          )}
        </Show>
        <time
          class="flex-none text-xs text-ink-3"
          dateTime={props.comment.createdAt.toISOString()}
          title={exactTime(props.comment.createdAt)}
        >
          {timeAgo(props.comment.createdAt, now())}
          {props.comment.editedAt ? ", edited" : ""}
        </time>
        <span class="ml-auto flex md:opacity-0 md:group-focus-within/comment:opacity-100 md:group-hover/comment:opacity-100">
          <Show when={props.comment.author === "owner"}>
            <button
              type="button"
              class="icon-button"
              aria-label="Edit the comment"
              title="Edit"
              onClick={() => setEditing(true)}
            >
              <Pencil size={14} aria-hidden="true" />
            </button>
          </Show>
          <button
            type="button"
            class="icon-button"
            aria-label="Delete the comment"
            title="Delete"
            onClick={() => void detail.removeComment(props.comment)}
          >
            <Trash size={14} aria-hidden="true" />
          </button>
        </span>
      </div>
      <Show
        when={!isEditing()}
        fallback={
          <CommentForm
            words="Save"
            initial={props.comment.text}
            submit={(text) => {
              setEditing(false);
              void detail.editComment(props.comment, text);
              return Promise.resolve(true);
            }}
            cancel={() => setEditing(false)}
          />
        }
      >
        <MarkdownText text={props.comment.text} isStreaming={false} />
      </Show>
    </li>
  );
}

function CommentForm(props: {
  words: string;
  initial?: string;
  submit: (text: string) => Promise<boolean>;
  cancel?: () => void;
  class?: string;
}) {
  // The person's own from here on.
  // eslint-disable-next-line solid/reactivity
  const [text, setText] = createSignal(props.initial ?? "");
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  growWith(area, text);
  const submit = async () => {
    const wanted = text().trim();
    if (wanted === "") return;
    setText("");
    if (!(await props.submit(wanted)) && text() === "") setText(wanted);
  };
  return (
    <form
      class={props.class}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <textarea
        ref={setArea}
        rows={1}
        aria-label={props.initial === undefined ? "New comment" : "Comment"}
        placeholder="Say something about it"
        class="grow field min-h-10 leading-relaxed"
        value={text()}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
          if (event.key !== "Escape") return;
          event.stopPropagation();
          if (props.cancel) props.cancel();
          else event.currentTarget.blur();
        }}
      />
      <Show when={text().trim() !== "" || props.cancel}>
        <div class="mt-1.5 flex items-center justify-end gap-2">
          <span class="mr-auto text-xs text-ink-3 max-sm:hidden">Markdown · Ctrl+Enter sends it</span>
          <Show when={props.cancel}>
            <button type="button" class="button" data-kind="quiet" onClick={() => props.cancel?.()}>
              Cancel
            </button>
          </Show>
          <button type="submit" class="button" data-kind="main" disabled={text().trim() === ""}>
            {props.words}
          </button>
        </div>
      </Show>
    </form>
  );
}
