import { install } from "./prepare.ts";

/** The server, restarted at every change, beside Vite's development server, which keeps the page's state. */
await install();
const server = Bun.spawn([process.execPath, "--watch", "--no-clear-screen", "server/main.ts"], {
  stdio: ["ignore", "inherit", "inherit"],
});
const vite = Bun.spawn(
  [process.execPath, "--bun", "node_modules/vite/bin/vite.js", "--config", "client/vite.config.ts"],
  {
    stdio: ["ignore", "inherit", "inherit"],
  },
);
const stop = () => {
  server.kill();
  vite.kill();
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
await Promise.all([server.exited, vite.exited]);
