import Plus from "lucide-solid/icons/plus";
import { lazy, Suspense } from "solid-js";
import { LineForm } from "../../ui/line-form.tsx";

// It has to ask the server anyway.
const QuickPreview = lazy(() => import("./quick-preview.tsx"));

/** A task in a line. */
export function QuickCreate(props: {
  create: (text: string) => Promise<boolean>;
  label: string;
  placeholder: string;
  /** For the key that focuses it from anywhere. */
  id?: string;
  class?: string;
}) {
  return (
    <LineForm
      id={props.id}
      class={props.class}
      icon={<Plus size={16} />}
      label={props.label}
      placeholder={props.placeholder}
      maxLength={1000}
      noun="task"
      add={(line) => props.create(line)}
      hint={(text) => (
        <Suspense>
          <QuickPreview text={text()} />
        </Suspense>
      )}
    />
  );
}
