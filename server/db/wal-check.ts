import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";

const HEADER = 32;
const FRAME_HEADER = 24;
/** The last bit tells the order of the bytes in the checksums. */
const MAGIC = 0x377f0682;
/** A longer one is not read at a start, in bytes: 16 MB take 50 ms. */
const MOST = 32 * 1024 * 1024;

/**
 * Whether committed changes in a WAL cannot be read any more; SQLite passes over them in silence, and over all after
 * them. What a crash leaves of the change that it cut off is no damage: nothing committed follows it.
 * The format: https://sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function isWalDamaged(path: string): boolean {
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size <= HEADER) return false;
  if (size > MOST) return !isHeaderGood(readStart(path));
  const bytes = readFileSync(path);
  if (!isHeaderGood(bytes)) return true;
  const page = bytes.readUInt32BE(8) || 65_536;
  const isLittle = bytes.readUInt32BE(0) === MAGIC;
  const salts = bytes.subarray(16, 24);
  let sum: Sum = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  let isBroken = false;
  let commits = 0;
  for (let at = HEADER; at + FRAME_HEADER + page <= size; at += FRAME_HEADER + page) {
    const frame = bytes.subarray(at, at + FRAME_HEADER + page);
    const isOfThisRound = frame.subarray(8, 16).equals(salts);
    const isCommit = frame.readUInt32BE(4) !== 0;
    if (!isBroken) {
      sum = add(add(sum, frame.subarray(0, 8), isLittle), frame.subarray(FRAME_HEADER), isLittle);
      isBroken = !isOfThisRound || sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20);
    }
    if (isBroken && isOfThisRound && isCommit) commits++;
  }
  // The first may be of the change that the crash cut off. Before the second was written, that one was on the disk.
  return commits >= 2;
}

type Sum = readonly [number, number];

function isHeaderGood(bytes: Buffer): boolean {
  const magic = bytes.readUInt32BE(0);
  if (magic !== MAGIC && magic !== MAGIC + 1) return false;
  const [first, second] = add([0, 0], bytes.subarray(0, 24), magic === MAGIC);
  return first === bytes.readUInt32BE(24) && second === bytes.readUInt32BE(28);
}

function readStart(path: string): Buffer {
  const bytes = Buffer.alloc(HEADER);
  const file = openSync(path, "r");
  try {
    readSync(file, bytes);
  } finally {
    closeSync(file);
  }
  return bytes;
}

function add([first, second]: Sum, bytes: Buffer, isLittle: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + view.getUint32(at, isLittle) + b) >>> 0;
    b = (b + view.getUint32(at + 4, isLittle) + a) >>> 0;
  }
  return [a, b];
}
