/** What is told by hand has to be all that there is. @throws Error that names what is missing and what is gone */
export function requireSame(what: string, told: readonly string[], found: readonly string[]): void {
  const missing = found.filter((one) => !told.includes(one));
  const gone = told.filter((one) => !found.includes(one));
  if (missing.length + gone.length === 0) return;
  const list = (names: string[]) => names.join(", ") || "nothing";
  throw new Error(`docs/reference tells of ${what} by hand: add ${list(missing)}; take out ${list(gone)}.`);
}
