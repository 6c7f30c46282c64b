import { build, install } from "./prepare.ts";

await install();
await build();
await import("../main.ts");
