import { createSignal } from "solid-js";
import type { TaskStatus } from "../../../../shared/task.ts";

/** Where what is dragged would land: at the upper or the lower edge of a row, or at the end of a group. */
export type Landing = { status: TaskStatus; taskId?: string; edge: "top" | "bottom" };

const [landing, setLanding] = createSignal<Landing>();
const [dragged, setDragged] = createSignal<readonly string[]>([]);
export { dragged, setDragged, setLanding };

export const isDragged = (id: string) => dragged().includes(id);
export const landsAt = (id: string) => (landing()?.taskId === id ? landing()?.edge : undefined);
export const landsIn = (status: TaskStatus) => landing()?.status === status;
