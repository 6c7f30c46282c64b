import { afterEach, expect, mock, test } from "bun:test";
import { drawTogether } from "../../client/src/ui/draw-together.ts";

const { requestAnimationFrame } = globalThis;
afterEach(() => {
  globalThis.requestAnimationFrame = requestAnimationFrame;
});

/** The next frame that is asked for, and when, in ms. Calling it draws. */
const nextFrame = () =>
  new Promise<{ draw: () => void; askedAt: number }>((resolve) => {
    globalThis.requestAnimationFrame = (callback) => {
      const askedAt = performance.now();
      resolve({ draw: () => callback(askedAt), askedAt });
      return 0;
    };
  });

test("what a drawing asks for is drawn in the same frame", async () => {
  const frame = nextFrame();
  const text = mock();
  drawTogether(() => void drawTogether(text));
  const { draw } = await frame;
  draw();
  expect(text).toHaveBeenCalledTimes(1);
});

test("what was called off is not drawn, and what is asked for twice is drawn once", async () => {
  const frame = nextFrame();
  const [once, never] = [mock(), mock()];
  drawTogether(never)();
  drawTogether(once);
  drawTogether(once);
  const { draw } = await frame;
  draw();
  expect(once).toHaveBeenCalledTimes(1);
  expect(never).not.toHaveBeenCalled();
});

test("one that fails keeps the others from one frame only", async () => {
  const frame = nextFrame();
  const other = mock();
  drawTogether(() => {
    throw new Error("It cannot be drawn.");
  });
  drawTogether(other);
  const { draw } = await frame;
  const second = nextFrame();
  expect(draw).toThrow("It cannot be drawn.");
  (await second).draw();
  expect(other).toHaveBeenCalledTimes(1);
});

test("what comes before a frame is painted waits for as long as that frame's cost asks for", async () => {
  const frame = nextFrame();
  let began = 0;
  drawTogether(() => {
    began = performance.now();
    while (performance.now() < began + 6);
  });
  const { draw } = await frame;
  const second = nextFrame();
  draw();
  drawTogether(mock());
  // 6 ms are a twentieth of it.
  expect((await second).askedAt - began).toBeGreaterThan(115);
});
