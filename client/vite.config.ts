import tailwindcss from "@tailwindcss/vite";
import { defineConfig } from "vite";
import solid from "vite-plugin-solid";
import { serviceWorker } from "./vite-service-worker.ts";

/** The Porter that `vite` serves the app for, as the scripts name it. */
const server = process.env["PORTER_API_URL"] ?? "http://127.0.0.1:3101";

/**
 * The server lets in only its own Host and Origin. In development the page comes from Vite's port, so the
 * proxy speaks to the server as the server's own page would.
 */
const asOwnPage = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    // A style in a template's markup is what the Content-Security-Policy refuses (virtua has some); set by script it is
    // not. The plugin's types do not know this option of the compiler yet.
    solid({ solid: { inlineStyles: false } as object }),
    tailwindcss(),
    serviceWorker(),
  ],
  server: {
    host: "127.0.0.1",
    port: 5173,
    proxy: { "/trpc": asOwnPage, "/login": asOwnPage, "/logout": asOwnPage, "/health": asOwnPage },
  },
  // The highlighter and its grammars: many, and each of them seldom wanted, so they have a folder of their own, which
  // the offline shell leaves out.
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        entryFileNames: "assets/highlight/[name]-[hash].js",
        chunkFileNames: "assets/highlight/[name]-[hash].js",
      },
    },
  },
  build: {
    outDir: "dist/web",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    // The polyfill would be an inline script, which the Content-Security-Policy refuses.
    modulePreload: { polyfill: false },
    // What every page needs is one file. What three parts or more share is cut by who shares it, but into nothing smaller
    // than a packet (in bytes before it is zipped): with larger pieces, pages load too much that they have no use for.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "base", tags: ["$initial"], priority: 2 },
            {
              name: "parts",
              test: /\/(lucide-solid\/dist|client\/src|shared)\//,
              minShareCount: 3,
              entriesAware: true,
              entriesAwareMergeThreshold: 1000,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
