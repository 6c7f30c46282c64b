import { createEffect, type Accessor } from "solid-js";

/** For browsers without `field-sizing`: makes a textarea as high as its text. */
export function growWith(element: Accessor<HTMLTextAreaElement | undefined>, text: Accessor<string>): void {
  if (CSS.supports("field-sizing", "content")) return;
  createEffect(() => {
    const area = element();
    text();
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  });
}
