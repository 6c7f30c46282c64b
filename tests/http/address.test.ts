import { expect, test } from "bun:test";
import { addressOf } from "../../server/http/address.ts";

test("services lead back to the public address, or to loopback as a literal that this server listens on", () => {
  const led = (host: string, publicUrl?: string) => addressOf(host, 3101, publicUrl).callbackOrigin;
  for (const host of ["127.0.0.1", "localhost", "0.0.0.0"]) expect(led(host)).toBe("http://127.0.0.1:3101");
  for (const host of ["::1", "::"]) expect(led(host)).toBe("http://[::1]:3101");
  expect(led("0.0.0.0", "https://porter.example.net/")).toBe("https://porter.example.net");
  expect(led("127.0.0.1", "http://localhost:3101")).toBe("http://localhost:3101");
});
