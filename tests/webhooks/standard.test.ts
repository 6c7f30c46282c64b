import { describe, expect, test } from "bun:test";
import { Webhook } from "standardwebhooks";
import { verifyStandard } from "../../server/integrations/webhooks/standard.ts";
import { signatureOf, signed } from "./sign.ts";

/** The contract's matrix of signatures, and the reference implementation as the sender. */
const SECRET = `whsec_${Buffer.alloc(24, "a").toString("base64")}`;
const OTHER = `whsec_${Buffer.alloc(24, "b").toString("base64")}`;
const NOW = new Date("2026-03-02T08:00:00.900Z");
const BODY = '{"type":"task.create"}';

const good = signed({ id: "msg_1", body: BODY, secret: SECRET, at: NOW });
const goodSignature = good.headers["webhook-signature"] ?? "";
const base64 = goodSignature.slice(3);

const verify = (headers: Record<string, string>, secrets = [SECRET], body: Uint8Array = good.body) =>
  verifyStandard({ body, headers: { ...good.headers, ...headers }, receivedAt: NOW }, secrets);

test("what the reference implementation signs is good, and gives the message's id", () => {
  const signature = new Webhook(SECRET).sign("msg_1", NOW, BODY);
  expect(verify({ "webhook-signature": signature })).toBe("msg_1");
});

describe("a signature", () => {
  const refused: [name: string, signature: string][] = [
    ["that is empty", ""],
    ["without a version", base64],
    ["of another version", `v2,${base64}`],
    ["of the asymmetric kind", `v1a,${base64}`],
    [
      "by another secret",
      signed({ id: "msg_1", body: BODY, secret: OTHER, at: NOW }).headers["webhook-signature"] ?? "",
    ],
    ["that is cut off", goodSignature.slice(0, -1)],
    ["that is longer", `${goodSignature}=`],
    ["without its padding", goodSignature.replace(/=+$/, "")],
    ["in base64url", `v1,${Buffer.from(base64, "base64").toString("base64url")}=`],
    ["in hex", `v1,${Buffer.from(base64, "base64").toString("hex")}`],
    ["in capitals", goodSignature.toUpperCase()],
    ["with a comma only", "v1,"],
    ["of characters that are not ASCII", "v1,ÄÖÜ"],
    ["two that are wrong", `v1,${"A".repeat(44)} v1,${"B".repeat(44)}`],
  ];
  for (const [name, signature] of refused) {
    test(`${name} is refused`, () => {
      expect(signature).not.toBe(goodSignature);
      expect(verify({ "webhook-signature": signature })).toBeUndefined();
    });
  }

  test("is good among others, in any place", () => {
    const wrong = `v1,${"A".repeat(44)}`;
    expect(verify({ "webhook-signature": `${wrong} ${goodSignature}` })).toBe("msg_1");
    expect(verify({ "webhook-signature": `${goodSignature} v2,x ${wrong}` })).toBe("msg_1");
  });

  test("is good by any of the secrets, and by none when there is none", () => {
    expect(verify({}, [OTHER, SECRET])).toBe("msg_1");
    expect(verify({}, [OTHER])).toBeUndefined();
    expect(verify({}, [])).toBeUndefined();
  });

  test("covers the id, the time and every byte of the body", () => {
    const later = String(Number(good.headers["webhook-timestamp"]) + 1);
    expect(verify({ "webhook-id": "msg_2" })).toBeUndefined();
    expect(verify({ "webhook-timestamp": later })).toBeUndefined();
    expect(verify({}, [SECRET], Buffer.from(`${BODY} `))).toBeUndefined();
  });

  test("of bytes that are no text is of those bytes, not of the characters that replace them", () => {
    const id = "msg_1";
    const timestamp = good.headers["webhook-timestamp"] ?? "";
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    const signature = `v1,${signatureOf({ id, timestamp, bytes, secret: SECRET })}`;
    expect(verify({ "webhook-signature": signature }, [SECRET], bytes)).toBe(id);
    expect(
      verify({ "webhook-signature": signature }, [SECRET], Buffer.from([0x22, 0xfe, 0x22])),
    ).toBeUndefined();
  });

  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    test(`needs the header ${name}`, () => {
      const { [name]: _left, ...headers } = good.headers;
      expect(verifyStandard({ body: good.body, headers, receivedAt: NOW }, [SECRET])).toBeUndefined();
      expect(verify({ [name]: "" })).toBeUndefined();
    });
  }
});

describe("a time", () => {
  const secondsOf = (offset: number) => new Date(NOW.getTime() + offset * 1000);
  for (const offset of [-300, -299, 0, 299, 300]) {
    test(`${offset} s from ours is good`, () => {
      const { headers } = signed({ id: "msg_1", body: BODY, secret: SECRET, at: secondsOf(offset) });
      expect(verify(headers)).toBe("msg_1");
    });
  }
  for (const offset of [-301, 301, -86_400]) {
    test(`${offset} s from ours is refused, though its signature is right`, () => {
      const { headers } = signed({ id: "msg_1", body: BODY, secret: SECRET, at: secondsOf(offset) });
      expect(verify(headers)).toBeUndefined();
    });
  }

  const seconds = good.headers["webhook-timestamp"] ?? "";
  for (const timestamp of [
    "NaN",
    "Infinity",
    "-1",
    "soon",
    `${seconds}000`,
    `${seconds}x`,
    `${seconds}.0`,
    ` ${seconds}`,
    `0x${Number(seconds).toString(16)}`,
    `${Number(seconds) / 1e9}e9`,
  ]) {
    test(`written as "${timestamp}" is refused, though its signature is right`, () => {
      const signature = signatureOf({ id: "msg_1", timestamp, bytes: good.body, secret: SECRET });
      const headers = { "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
      expect(verify(headers)).toBeUndefined();
    });
  }
});
