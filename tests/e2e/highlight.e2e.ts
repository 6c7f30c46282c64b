import { pause, text } from "../support/messages-api.ts";
import { chatOf, expect, test } from "./support.ts";

const CODE = 'export const posts = 3; // of "larch"';
const FIRST = `Here it is:\n\n\`\`\`ts\n${CODE}\n\`\`\`\n\n`;
const SECOND = 'And in a language of nobody:\n\n```plankton\nconst x = "y";\n```\n';

test("code gets its colours when its fence has closed, keeps them, and is copied as it was written", async ({
  api,
  porter,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const [inFence, behindIt] = [api.gate(), api.gate()];
  const open = FIRST.slice(0, FIRST.indexOf(" // of"));
  api.when("CODE", [
    [
      text(open, { until: inFence }),
      text(FIRST.slice(open.length) + SECOND, { until: behindIt }),
    ],
  ]);
  const { id } = await porter.client.agents.start.mutate({ prompt: "CODE" });
  await page.goto(`/agents/${id}`);
  await expect(chatOf(page)).toContainText("posts = 3;");
  inFence.open();

  await page.goto(`/agents/${id}`);
  const code = chatOf(page).locator("code.language-ts");
  await expect(code.locator(".tok-keyword").first()).toHaveText("export const");
  await expect(code.locator(".tok-comment")).toHaveText('// of "larch"');
  behindIt.open();
});
