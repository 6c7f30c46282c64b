import { describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { verifyGitHub } from "../../server/integrations/github/signature.ts";
import { verifyHooks } from "../../server/integrations/webhook/check.ts";
import { Config } from "../../server/integrations/webhook/config.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (body: string, secret: string) => createHmac("sha256", secret).update(body).digest("hex");

describe("X-Hub-Signature-256", () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
  const secret = "It's a Secret to Everybody";
  const signature = "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  const body = bytes("Hello, World!");
  const verify = (given: string | undefined, of = body) =>
    verifyGitHub(
      {
        body: of,
        headers: {
          "x-github-delivery": "72d3162e",
          ...(given !== undefined && { "x-hub-signature-256": given }),
        },
      },
      secret,
    );

  test("GitHub's published vector passes, and gives the delivery's id", () => {
    expect(verify(`sha256=${signature}`)).toBe("72d3162e");
  });

  test.each([
    ["none", undefined],
    ["an empty one", ""],
    ["without its prefix", signature],
    ["of another kind", `sha1=${signature.slice(0, 40)}`],
    ["truncated", `sha256=${signature.slice(0, -1)}`],
    ["with something behind it", `sha256=${signature}0`],
    ["with one digit changed", `sha256=${signature.slice(0, -1)}8`],
    ["in capitals", `sha256=${signature.toUpperCase()}`],
    ["in base64", `sha256=${Buffer.from(signature, "hex").toString("base64")}`],
    ["two of them", `sha256=${signature}, sha256=${signature}`],
  ])("refused: %s", (_, given) => {
    expect(verify(given)).toBeUndefined();
  });

  test("refused: another body, were it by one byte", () => {
    expect(verify(`sha256=${signature}`, bytes("Hello, World! "))).toBeUndefined();
    expect(verify(`sha256=${signature}`, bytes("\uFEFFHello, World!"))).toBeUndefined();
  });

  test("an empty secret takes nothing, also not what was signed with it", () => {
    const headers = {
      "x-hub-signature-256": `sha256=${createHmac("sha256", "").update(body).digest("hex")}`,
    };
    expect(verifyGitHub({ body, headers }, "")).toBeUndefined();
  });

  test("without a usable delivery id, the same body has the same id", () => {
    const idOf = (headers: Record<string, string>) =>
      verifyGitHub({ body, headers: { ...headers, "x-hub-signature-256": `sha256=${signature}` } }, secret);
    expect(idOf({})).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf({ "x-github-delivery": "with spaces" })).toBe(idOf({}));
    expect(idOf({ "x-github-delivery": "x".repeat(101) })).toBe(idOf({}));
  });
});

describe("hooks", () => {
  const standardKey = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const config = Config.parse({
    hooks: [
      { name: "door", verify: "token", secret: "open sesame, please" },
      { name: "lab", verify: "token", header: "Authorization", secret: "another long token" },
      { name: "shop", verify: "standard", secret: `whsec_${standardKey}` },
      { name: "forge", verify: "github", secret: "a secret of the forge" },
    ],
  });
  const verify = (headers: Record<string, string>, body = "{}") =>
    verifyHooks({ body: bytes(body), headers, receivedAt: new Date() }, config);

  test("the one whose check it passes takes it, under its own ids", () => {
    const time = String(Math.floor(Date.now() / 1000));
    const standard = createHmac("sha256", Buffer.from(standardKey, "base64"))
      .update(`msg_1.${time}.{}`)
      .digest("base64");
    expect(verify({ "x-porter-token": "open sesame, please", "webhook-id": "1" })).toBe("door:1");
    expect(verify({ authorization: "Bearer another long token", "webhook-id": "1" })).toBe("lab:1");
    expect(
      verify({ "webhook-id": "msg_1", "webhook-timestamp": time, "webhook-signature": `v1,${standard}` }),
    ).toBe("shop:msg_1");
    expect(
      verify({
        "x-hub-signature-256": `sha256=${hex("{}", "a secret of the forge")}`,
        "x-github-delivery": "d1",
      }),
    ).toBe("forge:d1");
  });

  test.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["an empty token", { "x-porter-token": "" }],
    ["the beginning of a token", { "x-porter-token": "open sesame" }],
    ["a token with more behind it", { "x-porter-token": "open sesame, please!" }],
    ["the token of another hook", { "x-porter-token": "another long token" }],
    [
      "a signature by another hook's secret",
      { "x-hub-signature-256": `sha256=${hex("{}", "open sesame, please")}` },
    ],
  ])("refused: %s", (_, headers) => {
    expect(verify({ "webhook-id": "1", ...headers })).toBeUndefined();
  });

  test("a message with a token and without an id is a new one each time", () => {
    const headers = { "x-porter-token": "open sesame, please" };
    expect(verify(headers)).toMatch(/^door:[0-9a-f-]{36}$/);
    expect(verify(headers)).not.toBe(verify(headers));
  });

  test.each([
    ["two of one name", [1, 2].map(() => ({ name: "a", verify: "token", secret: "0123456789abcdef" }))],
    ["a short secret", [{ name: "a", verify: "token", secret: "0123456789abcde" }]],
    [
      "a secret that is no Standard Webhooks secret",
      [{ name: "a", verify: "standard", secret: "0123456789abcdef" }],
    ],
    ["no secret", [{ name: "a", verify: "github" }]],
    ["another check", [{ name: "a", verify: "none", secret: "0123456789abcdef" }]],
    [
      "a token in a header that is kept",
      [{ name: "a", verify: "token", header: "X-GitHub-Token", secret: "0123456789abcdef" }],
    ],
    ["a name that would break an id", [{ name: "a:b", verify: "token", secret: "0123456789abcdef" }]],
  ])("the configuration refuses %s", (_, hooks) => {
    expect(Config.safeParse({ hooks }).success).toBe(false);
  });
});
