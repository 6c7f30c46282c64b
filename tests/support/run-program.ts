/** How a program has ended, with all that it printed. */
export type Ended = { code: number; stdout: string; stderr: string };

/** Runs a program to its end. `stdin`: what is piped into it; nothing when left out. */
export async function runProgram(
  command: readonly string[],
  { env, cwd, stdin }: { env?: Record<string, string>; cwd?: string; stdin?: string } = {},
): Promise<Ended> {
  const child = Bun.spawn([...command], {
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
    stdin: stdin === undefined ? "ignore" : new Blob([stdin]),
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
