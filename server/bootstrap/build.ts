import { build, install } from "./prepare.ts";

/** All that a start does before it serves, for an image or a folder that the server itself may not write to. */
await install();
await build();
