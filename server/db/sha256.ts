import { closeSync, openSync, readSync } from "node:fs";

/** Read at once, in bytes. */
const PIECE = 4 * 1024 * 1024;

/** The SHA-256 of a file of any size, hex. */
export function sha256Of(path: string): string {
  const hash = new Bun.CryptoHasher("sha256");
  const piece = Buffer.alloc(PIECE);
  const file = openSync(path, "r");
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      hash.update(piece.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return hash.digest("hex");
}
