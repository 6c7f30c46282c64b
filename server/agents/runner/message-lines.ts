import { Transform } from "node:stream";

const NEWLINE = 0x0a;
const BRACE = 0x7b;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

/**
 * Lets through the lines that can be messages: JSON objects. The SDK skips what is no JSON, but a line such as `null`
 * ends its reading. A line that does not end would be held in memory as a whole, so one has a longest length.
 * @param longest in bytes
 * @param onTooLong called before it fails
 */
export function onlyMessageLines(longest: number, onTooLong: () => void): Transform {
  let length = 0;
  let kind: "unknown" | "message" | "other" = "unknown";

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      while (from < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, from);
        const to = newline < 0 ? chunk.length : newline + 1;
        const part = chunk.subarray(from, to);
        from = to;
        if (kind === "unknown") {
          const first = part.find((byte) => !isSpace(byte) && byte !== NEWLINE);
          if (first !== undefined) kind = first === BRACE ? "message" : "other";
        }
        length += part.length;
        if (kind === "message") this.push(part);
        if (newline >= 0) {
          length = 0;
          kind = "unknown";
        } else if (length > longest) {
          onTooLong();
          return done(new Error("a line of the output does not end"));
        }
      }
      done();
    },
  });
}
