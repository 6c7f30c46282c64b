import type { Answer, Question } from "./highlight-marks.ts";
import { createTokenizer } from "./highlight-tokens.ts";

const findMarks = createTokenizer();

addEventListener("message", ({ data: { id, code, language } }: MessageEvent<Question>) => {
  findMarks(code, language).then(
    (marks) => postMessage({ id, marks } satisfies Answer, { transfer: [marks.buffer] }),
    // The page hears of it as of any error of its worker.
    reportError,
  );
});
