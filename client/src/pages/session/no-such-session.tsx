import { NoSuch } from "../../ui/no-such.tsx";

export default function NoSuchSession() {
  return (
    <NoSuch title="No such session" href="/agents" words="All sessions">
      It was deleted, or the address is not quite right.
    </NoSuch>
  );
}
