import { useNavigate } from "@solidjs/router";
import GitFork from "lucide-solid/icons/git-fork";
import Link from "lucide-solid/icons/link";
import { createSignal } from "solid-js";
import { copied } from "../../ui/copied.ts";

const linkSign = copied(() => <Link size={14} aria-hidden="true" />);
const forkSign = copied(() => <GitFork size={14} aria-hidden="true" />);

/** Not before somebody does it. */
const actions = () => import("../../actions/sessions.ts");

/** What can be done with one message. A fork of a prompt stands before it, and has it as a draft to be said anew. */
export function MessageActions(props: {
  sessionId: string;
  messageId: string;
  seq: number;
  /** The person's own words. */
  prompt?: string;
  class: string;
}) {
  const navigate = useNavigate();
  const [isForking, setForking] = createSignal(false);
  const fork = async () => {
    if (isForking()) return;
    setForking(true);
    const { forkSession } = await actions();
    const session = await forkSession(props.sessionId, props.messageId, props.prompt);
    setForking(false);
    if (session) navigate(`/agents/${session.id}`);
  };
  const copy = async () => {
    const { copyLink } = await actions();
    await copyLink(`/agents/${props.sessionId}#m${props.seq}`);
  };
  const forkWords = () => (props.prompt === undefined ? "Fork from here" : "Fork and say it anew");
  return (
    <div class={`flex flex-none ${props.class}`}>
      <button
        type="button"
        class="icon-button pointer-coarse:size-11"
        aria-label="Copy the link to this message"
        title="Copy the link to this message"
        onClick={() => void copy()}
      >
        {linkSign()}
      </button>
      <button
        type="button"
        class="icon-button pointer-coarse:size-11"
        aria-label={forkWords()}
        title={forkWords()}
        aria-disabled={isForking()}
        onClick={() => void fork()}
      >
        {forkSign()}
      </button>
    </div>
  );
}
