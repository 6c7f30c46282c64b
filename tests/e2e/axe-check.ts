import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type axe from "axe-core";
import { expect } from "./support.ts";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const AXE = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** In both themes; the second changes colours and nothing else, and these are the same in every layout. */
export async function expectNoViolations(
  page: Page,
  state: string,
  themes: readonly ("light" | "dark")[] = ["light", "dark"],
): Promise<void> {
  // Once for each page: it is half a megabyte to read.
  if (!(await page.evaluate(() => window.axe !== undefined))) await page.evaluate(AXE);
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async (theme) => {
      const nextFrame = () => new Promise(requestAnimationFrame);
      while (!matchMedia(`(prefers-color-scheme: ${theme})`).matches) await nextFrame();
      // What is still on its way to its new colour has neither, and what takes its colour from there begins only then.
      const onTheirWay = () =>
        document
          .getAnimations()
          .filter(
            ({ playState, effect }) =>
              playState === "running" && effect?.getComputedTiming().endTime !== Infinity,
          );
      for (let still = 0; still < 3; still++) {
        await nextFrame();
        if (onTheirWay().length > 0) still = 0;
        await Promise.allSettled(onTheirWay().map(({ finished }) => finished));
      }
      const result = await window.axe?.run({
        resultTypes: ["violations"],
        ...(theme === "dark" && { runOnly: ["color-contrast"] }),
      });
      return result?.violations.flatMap(({ nodes }) =>
        nodes.map((node) => `${node.html}: ${node.failureSummary}`),
      );
    }, colorScheme);
    expect(found, `${state}, ${colorScheme}`).toEqual([]);
  }
}
