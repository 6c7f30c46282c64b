/** How a program has ended, with all that it printed. */
export type Ended = { code: number; stdout: string; stderr: string };

/** Runs a program to its end, with nothing on its stdin. */
export async function runProgram(
  command: readonly string[],
  { env, cwd }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Ended> {
  const child = Bun.spawn([...command], {
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, stdout, stderr };
}
