import { expect } from "bun:test";
import { porterErrorOf } from "../../shared/errors.ts";

export async function expectForbidden(answers: Promise<unknown>[]): Promise<void> {
  const codes = await Promise.all(answers.map((answer) => answer.catch(porterErrorOf)));
  expect(codes).toEqual(answers.map(() => expect.objectContaining({ code: "FORBIDDEN" })));
}
