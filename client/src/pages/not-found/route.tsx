import { A } from "@solidjs/router";
import { usePageTitle } from "../../shell/page-title.ts";
import { Empty } from "../../ui/empty.tsx";

export default function NotFoundPage() {
  usePageTitle(() => "Not found");
  return (
    <Empty
      level="h1"
      title="No such place"
      action={
        <A href="/" class="button">
          Go to the dashboard
        </A>
      }
    >
      Nothing stands at this address. It may have been deleted, or the link lost a piece on its way.
    </Empty>
  );
}
