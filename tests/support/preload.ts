import { setDefaultTimeout } from "bun:test";

/** A slow machine is not a failure: what hangs is found by this limit, in ms, and by no other. */
setDefaultTimeout(60_000);
