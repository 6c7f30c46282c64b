import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "./support.ts";

/** In both themes; the second changes colours and nothing else, and these are the same in every layout. */
export async function expectNoViolations(
  page: Page,
  state: string,
  themes: readonly ("light" | "dark")[] = ["light", "dark"],
): Promise<void> {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    // Without motion a change of colour is over with the next frame.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    // Legacy mode does without a tab of its own for the report; Porter has no frames, which alone would need it.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    if (colorScheme === "dark") axe.withRules("color-contrast");
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ nodes }) =>
      nodes.map((node) => `${node.html}: ${node.failureSummary}`),
    );
    expect(found, `${state}, ${colorScheme}`).toEqual([]);
  }
}
