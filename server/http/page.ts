import { createHash } from "node:crypto";

type Page = { title: string; text?: string; link?: { href: string; words: string } };

const STYLE =
  ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.25rem}";
const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");

/** A page of its own, beside the web app: a few words and a way on. It loads nothing and is not kept. */
export function calmPage(
  status: number,
  { title, text, link }: Page,
  headers: Record<string, string> = {},
): Response {
  const lines = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${Bun.escapeHTML(title)} · Porter</title><style>${STYLE}</style></head>`,
    `<body><main><h1>${Bun.escapeHTML(title)}</h1>`,
    ...(text === undefined ? [] : [`<p>${Bun.escapeHTML(text)}</p>`]),
    ...(link ? [`<p><a href="${Bun.escapeHTML(link.href)}">${Bun.escapeHTML(link.words)}</a></p>`] : []),
    "</main></body></html>",
  ];
  return new Response(lines.join("\n"), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      ...headers,
    },
  });
}
