import { build, install, SERVER } from "./prepare.ts";

await install();
await build();
await import(SERVER);
