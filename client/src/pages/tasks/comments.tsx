import Pencil from "lucide-solid/icons/pencil";
import Trash from "lucide-solid/icons/trash";
import { A } from "@solidjs/router";
import { createSignal, Show } from "solid-js";
import type { Comment } from "../../../../shared/comment.ts";
import { tokenName } from "../../api/token-names.ts";
import { describeActor } from "../../ui/actor.ts";
import { Ago } from "../../ui/ago.tsx";
import { Keyed } from "../../ui/keyed.tsx";
import { MarkdownText } from "../../ui/markdown-text.tsx";
import { Section } from "../../ui/section.tsx";
import { CommentForm } from "./comment-form.tsx";
import type { DetailModel } from "./detail-model.ts";

type Given = { detail: DetailModel; titleOf: (sessionId: string) => string | undefined };

/** What you and the agents say about the task. An agent that is started on it reads it. */
export function Comments(props: Given) {
  const { detail } = props;
  return (
    <Section title="Comments" count={detail.comments().length || undefined}>
      <ul class="flex flex-col gap-3">
        <Keyed each={detail.comments()} by={(comment) => comment.id}>
          {(comment) => <CommentItem comment={comment()} detail={detail} titleOf={props.titleOf} />}
        </Keyed>
      </ul>
      <CommentForm words="Comment" submit={detail.addComment} class="mt-2" />
    </Section>
  );
}

function CommentItem(props: Given & { comment: Comment }) {
  const [isEditing, setEditing] = createSignal(false);
  const author = () => describeActor(props.comment.author, props.titleOf, tokenName);
  const { detail } = props;
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
        <Ago at={props.comment.createdAt} class="flex-none text-xs text-ink-3">
          {props.comment.editedAt ? ", edited" : ""}
        </Ago>
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
