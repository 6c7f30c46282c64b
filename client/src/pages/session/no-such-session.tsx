import { A } from "@solidjs/router";
import { Empty } from "../../ui/empty.tsx";

export default function NoSuchSession() {
  return (
    <Empty
      level="h1"
      title="No such session"
      action={
        <A href="/agents" class="button">
          All sessions
        </A>
      }
    >
      It was deleted, or the address is not quite right.
    </Empty>
  );
}
