import { usePageTitle } from "../../shell/page-title.ts";
import { NoSuch } from "../../ui/no-such.tsx";

export default function NotFoundPage() {
  usePageTitle(() => "Not found");
  return (
    <NoSuch title="No such place" href="/" words="Go to the dashboard">
      Nothing stands at this address. It may have been deleted, or the link lost a piece on its way.
    </NoSuch>
  );
}
