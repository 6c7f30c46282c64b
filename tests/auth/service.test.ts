import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { createAuth } from "../../server/auth/service.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";

const OWNER_TOKEN = "the-owner-s-token-with-enough-characters";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const authOn = ({ db }: ScratchDatabase) => createAuth({ db, ownerToken: OWNER_TOKEN });
const pass = (ms: number) => setSystemTime(new Date(Date.now() + ms));
const refused = expect.objectContaining({ code: "UNAUTHORIZED" });

afterEach(() => {
  setSystemTime();
});

describe("a sign-in link", () => {
  test("is good once", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const secret = auth.createSignInSecret();
    const { credential } = auth.signIn({ secret });
    expect(auth.findByCookie(credential)).toEqual({ kind: "owner" });
    expect(() => auth.signIn({ secret })).toThrow(refused);
  });

  test("is good for 10 minutes", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const [early, late] = [auth.createSignInSecret(), auth.createSignInSecret()];
    pass(10 * MINUTE - 1000);
    expect(auth.signIn({ secret: early }).credential).toBeString();
    pass(2000);
    expect(() => auth.signIn({ secret: late })).toThrow(refused);
  });

  test("that was made later leaves the earlier one good", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const first = auth.createSignInSecret();
    pass(5 * MINUTE);
    auth.createSignInSecret();
    expect(auth.signIn({ secret: first }).credential).toBeString();
  });

  test("is one secret of 256 bits, never two alike, and not the owner's token", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const secrets = Array.from({ length: 50 }, () => auth.createSignInSecret());
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(() => auth.signIn({ secret: OWNER_TOKEN })).toThrow(refused);
  });
});

describe("a browser's credential", () => {
  test("outlives a restart, ends after 90 days, and is void once revoked", () => {
    using scratch = openScratchDatabase();
    const { credential, lifeSeconds } = authOn(scratch).signIn({ token: OWNER_TOKEN });
    const restarted = authOn(scratch);
    expect(lifeSeconds * 1000).toBe(90 * DAY);
    expect(restarted.findByCookie(credential)).toEqual({ kind: "owner" });
    pass(90 * DAY + 1000);
    expect(restarted.findByCookie(credential)).toBeUndefined();
    setSystemTime();
    restarted.revoke(credential);
    expect(restarted.findByCookie(credential)).toBeUndefined();
  });

  test("is not good as a Bearer token, and no token is good as a cookie", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const { credential } = auth.signIn({ token: OWNER_TOKEN });
    expect(auth.findByBearer(credential)).toBeUndefined();
    expect(auth.findByCookie(OWNER_TOKEN)).toBeUndefined();
    expect(auth.findByCookie(auth.issueSessionToken("s1"))).toBeUndefined();
  });

  test("is not in the database as itself", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const secrets = [auth.signIn({ token: OWNER_TOKEN }).credential, auth.issueSessionToken("s1")];
    const kept = JSON.stringify(scratch.read("SELECT * FROM credentials"));
    for (const secret of [...secrets, OWNER_TOKEN]) expect(kept).not.toContain(secret);
  });
});

describe("a Bearer token", () => {
  test("is the owner's, a session's, or nobody's", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    expect(auth.findByBearer(OWNER_TOKEN)).toEqual({ kind: "owner" });
    expect(auth.findByBearer(auth.issueSessionToken("s1"))).toEqual({ kind: "session", sessionId: "s1" });
    for (const wrong of ["", OWNER_TOKEN.slice(1), `${OWNER_TOKEN} `, OWNER_TOKEN.toUpperCase(), "x"]) {
      expect(auth.findByBearer(wrong)).toBeUndefined();
    }
  });

  test("of a session is void once revoked, after 7 days, and after a restart", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const [revoked, old, current] = [1, 2, 3].map((n) => auth.issueSessionToken(`s${n}`)) as [
      string,
      string,
      string,
    ];
    auth.revoke(revoked);
    expect(auth.findByBearer(revoked)).toBeUndefined();
    expect(auth.findByBearer(current)).toEqual({ kind: "session", sessionId: "s3" });
    pass(7 * DAY + 1000);
    expect(auth.findByBearer(old)).toBeUndefined();
    setSystemTime();
    expect(authOn(scratch).findByBearer(current)).toBeUndefined();
  });

  test("that is made ahead of its session is nobody's until it is bound, and bound once", () => {
    using scratch = openScratchDatabase();
    const auth = authOn(scratch);
    const [token, old] = [auth.issueUnboundToken(), auth.issueUnboundToken()];
    expect(auth.findByBearer(token)).toBeUndefined();
    auth.bindToken(token, "s1");
    expect(auth.findByBearer(token)).toEqual({ kind: "session", sessionId: "s1" });
    expect(auth.findByBearer(old)).toBeUndefined();

    const { credential } = auth.signIn({ token: OWNER_TOKEN });
    for (const wrong of [token, "unknown", credential]) expect(() => auth.bindToken(wrong, "s2")).toThrow();
    expect(auth.findByBearer(token)).toEqual({ kind: "session", sessionId: "s1" });
    auth.revoke(token);
    expect(auth.findByBearer(token)).toBeUndefined();
    pass(7 * DAY + 1000);
    expect(() => auth.bindToken(old, "s3")).toThrow();
  });
});
