import { createSignal } from "solid-js";

const [now, setNow] = createSignal(new Date());
// One clock for every "5 min ago" on the page.
setInterval(() => setNow(new Date()), 30_000);
export { now };
