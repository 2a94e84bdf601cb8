import { describe, expect, it } from "vitest";
import { Replays } from "../../../../adapters/slack/replay.ts";
import { isSigned, sign } from "../../../../adapters/slack/signature.ts";

const body = Buffer.from(
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
);
const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const timestamp = "1531420618";
const signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
const then = 1_531_420_618_000;

describe("Slack's signature", () => {
  it("is computed as in the published example", () => {
    expect(sign(secret, timestamp, body)).toBe(signature);
    expect(isSigned({ timestamp, signature, body }, secret, then)).toBe(true);
  });

  it("is worth nothing with any character of it changed", () => {
    for (let at = 0; at < signature.length; at += 1) {
      const changed = signature.slice(0, at) + (signature[at] === "0" ? "1" : "0") + signature.slice(at + 1);
      expect(isSigned({ timestamp, signature: changed, body }, secret, then)).toBe(changed === signature);
    }
  });

  it("covers the body's bytes, not what they read as", () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x80);
    const signed = { timestamp, signature: sign(secret, timestamp, bytes), body: bytes };
    expect(isSigned(signed, secret, then)).toBe(true);
    expect(isSigned({ ...signed, body: Uint8Array.of(0xff, 0xfd, 0x80) }, secret, then)).toBe(false);
  });
});

describe("remembered signatures", () => {
  it("are new once in the time in which they could pass", () => {
    const replays = new Replays();
    expect(replays.note("a", 0)).toBe(true);
    expect(replays.note("a", 10 * 60_000)).toBe(false);
    expect(replays.note("b", 10 * 60_000 + 1)).toBe(true);
    expect(replays.note("a", 10 * 60_000 + 2)).toBe(true);
  });

  it("are bounded", () => {
    const replays = new Replays();
    for (let n = 0; n < 60_000; n += 1) replays.note(`s${n}`, 1);
    expect(replays.note("s59999", 1)).toBe(false);
    expect(replays.note("s0", 1)).toBe(true);
  });
});
