import { request } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSigned, sign } from "../../adapters/slack/signature.ts";
import { formBody, signatureOf } from "../support/fake-slack/index.ts";
import { slackBench, type SlackBench } from "../support/slack-harness.ts";
import { seeded } from "../support/seeded.ts";

const MUTATIONS = 10_000;

const now = () => Math.floor(Date.now() / 1000);

interface Attempt {
  body: Buffer;
  /** Values of the two headers; several mean that the header is sent as often. */
  timestamps: string[];
  signatures: string[];
}

describe("a request that claims to come from Slack", () => {
  let bench: SlackBench;
  beforeEach(async () => {
    bench = await slackBench({ mode: "http" });
    await bench.start();
  });
  afterEach(() => bench.stop());

  let commands = 0;
  const command = (): string => {
    commands += 1;
    return formBody("slash_commands", {
      command: "/escalate",
      text: "refund C-1042",
      team_id: "T0FLOOR",
      user_id: "U0ANA",
      channel_id: "C0FLOOR",
      trigger_id: `trigger.${commands}`,
    });
  };
  const genuine = (timestamp: string = String(now())): Attempt => {
    const body = Buffer.from(command());
    return {
      body,
      timestamps: [timestamp],
      signatures: [signatureOf(bench.slack.signingSecret, timestamp, body)],
    };
  };
  const send = (attempt: Attempt): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port: bench.adapter.address()?.port,
          path: "/slack/events",
          method: "POST",
          agent: false,
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "content-length": attempt.body.length,
            ...(attempt.timestamps.length > 0 && { "x-slack-request-timestamp": attempt.timestamps }),
            ...(attempt.signatures.length > 0 && { "x-slack-signature": attempt.signatures }),
          },
        },
        (response) => {
          response.resume();
          response.on("end", () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on("error", reject);
      sent.end(attempt.body);
    });
  const events = () => bench.core.events.length;

  it("is taken when it is genuine", async () => {
    expect(await send(genuine())).toBe(200);
    expect(events()).toBe(1);
  });

  it("is signed as in the example that Slack publishes", () => {
    const body = Buffer.from(
      "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
    );
    const secret = "8f742231b10e8888abcd99yyyzzz85a5";
    const timestamp = "1531420618";
    const signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    expect(sign(secret, timestamp, body)).toBe(signature);
    expect(isSigned({ timestamp, signature, body }, secret, 1531420618_000)).toBe(true);
    expect(isSigned({ timestamp, signature, body }, secret, 1531420618_000 + 301_000)).toBe(false);
    expect(isSigned({ timestamp, signature, body }, secret, 1531420618_000 - 301_000)).toBe(false);
  });

  it.each([
    ["no signature", (a: Attempt) => ({ ...a, signatures: [] })],
    ["no timestamp", (a: Attempt) => ({ ...a, timestamps: [] })],
    ["an empty signature", (a: Attempt) => ({ ...a, signatures: [""] })],
    ["a short signature", (a: Attempt) => ({ ...a, signatures: a.signatures.map((s) => s.slice(0, -1)) })],
    ["a long signature", (a: Attempt) => ({ ...a, signatures: a.signatures.map((s) => `${s}0`) })],
    [
      "an upper-case signature",
      (a: Attempt) => ({ ...a, signatures: a.signatures.map((s) => s.toUpperCase()) }),
    ],
    [
      "upper-case digits",
      (a: Attempt) => ({ ...a, signatures: a.signatures.map((s) => `v0=${s.slice(3).toUpperCase()}`) }),
    ],
    [
      "another scheme",
      (a: Attempt) => ({ ...a, signatures: a.signatures.map((s) => s.replace("v0", "v1")) }),
    ],
    ["the signature twice", (a: Attempt) => ({ ...a, signatures: [...a.signatures, ...a.signatures] })],
    [
      "a wrong signature beside it",
      (a: Attempt) => ({ ...a, signatures: [`v0=${"0".repeat(64)}`, ...a.signatures] }),
    ],
    ["the timestamp twice", (a: Attempt) => ({ ...a, timestamps: [...a.timestamps, ...a.timestamps] })],
    ["a timestamp that is no number", (a: Attempt) => ({ ...a, timestamps: ["yesterday"] })],
    ["a timestamp with a sign", (a: Attempt) => ({ ...a, timestamps: a.timestamps.map((t) => `+${t}`) })],
    ["a fractional timestamp", (a: Attempt) => ({ ...a, timestamps: a.timestamps.map((t) => `${t}.0`) })],
    [
      "one byte of the body changed",
      (a: Attempt) => ({ ...a, body: Buffer.from(a.body.toString().replace("1042", "1043")) }),
    ],
    ["one byte more", (a: Attempt) => ({ ...a, body: Buffer.concat([a.body, Buffer.from(" ")]) })],
    ["an empty body", (a: Attempt) => ({ ...a, body: Buffer.alloc(0) })],
  ])("is refused with %s", async (_, change) => {
    expect(await send(change(genuine()))).toBe(401);
    expect(events()).toBe(0);
  });

  it("is refused when it is signed with another secret", async () => {
    const attempt = genuine();
    attempt.signatures = [signatureOf("another secret", attempt.timestamps[0] ?? "", attempt.body)];
    expect(await send(attempt)).toBe(401);
    expect(events()).toBe(0);
  });

  it.each([
    [0, 200],
    [-299, 200],
    [299, 200],
    [-301, 401],
    [302, 401],
    [-365 * 86_400, 401],
    [365 * 86_400, 401],
  ])("is judged by its age: a timestamp %i s from now gives %i", async (offset, status) => {
    expect(await send(genuine(String(now() + offset)))).toBe(status);
    expect(events()).toBe(status === 200 ? 1 : 0);
  });

  it.each([
    [300, true],
    [301, false],
    [-300, true],
    [-301, false],
  ])("counts the seconds exactly: %i s old", (age, good) => {
    const body = Buffer.from("x");
    const attempt = { timestamp: "1000000", signature: sign("s", "1000000", body), body };
    expect(isSigned(attempt, "s", (1_000_000 + age) * 1000)).toBe(good);
  });

  it("has no effect when it is sent again byte by byte", async () => {
    const attempt = genuine();
    expect(await send(attempt)).toBe(200);
    for (let n = 0; n < 20; n += 1) expect(await send(attempt)).toBe(200);
    expect(events()).toBe(1);
    expect(await send(genuine())).toBe(200);
    expect(events()).toBe(2);
  });

  it("is refused when it is longer than 1 MB, announced or not, before anything is computed", async () => {
    const attempt = genuine();
    attempt.body = Buffer.alloc(10 * 1024 * 1024, "a");
    const timestamp = attempt.timestamps[0] ?? "";
    attempt.signatures = [signatureOf(bench.slack.signingSecret, timestamp, attempt.body)];
    // The answer may come before the whole body is out: then the connection breaks under the sender.
    expect(await send(attempt).catch(() => 413)).toBe(413);
    expect(await chunked(10 * 1024 * 1024)).toContain("HTTP/1.1 413");
    expect(events()).toBe(0);
  });

  const chunked = (size: number): Promise<string> =>
    new Promise((resolve) => {
      let answer = "";
      const socket = connect(bench.adapter.address()?.port ?? 0, "127.0.0.1");
      socket.on("data", (data) => {
        answer += data.toString();
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(answer));
      socket.write("POST /slack/events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n");
      const chunk = Buffer.alloc(64 * 1024, "a");
      for (let sent = 0; sent < size; sent += chunk.length) {
        socket.write(`${chunk.length.toString(16)}\r\n`);
        socket.write(chunk);
        socket.write("\r\n");
      }
    });

  it("gets an answer to Slack's own checks, and other paths and methods do not exist", async () => {
    const base = `http://127.0.0.1:${bench.adapter.address()?.port}`;
    expect((await fetch(`${base}/slack/events`)).status).toBe(404);
    expect((await fetch(`${base}/`, { method: "POST", body: "x" })).status).toBe(404);
    const check = await fetch(`${base}/slack/events`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `ssl_check=1&${command()}`,
    });
    expect(check.status).toBe(200);
    const challenge = JSON.stringify({ type: "url_verification", challenge: "abc" });
    const timestamp = String(now());
    const headers = {
      "content-type": "application/json",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": signatureOf(bench.slack.signingSecret, timestamp, challenge),
    };
    const verified = await fetch(`${base}/slack/events`, { method: "POST", headers, body: challenge });
    expect(await verified.json()).toEqual({ challenge: "abc" });
    expect((await fetch(`${base}/slack/events`, { method: "POST", body: challenge })).status).toBe(401);
    expect(events()).toBe(0);
  });

  it("is answered and dropped when it is signed, but nothing that we know", async () => {
    for (const body of [
      "null",
      "7",
      "[]",
      "{}",
      "not json",
      '{"type":"event_callback","event":{"type":"x"}}',
    ]) {
      const timestamp = String(now());
      const response = await fetch(`http://127.0.0.1:${bench.adapter.address()?.port}/slack/events`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-slack-request-timestamp": timestamp,
          "x-slack-signature": signatureOf(bench.slack.signingSecret, timestamp, body),
        },
        body,
      });
      expect([200, 400]).toContain(response.status);
    }
    expect(events()).toBe(0);
    expect(bench.rejections).toEqual([]);
  });

  it(`is refused in all of ${MUTATIONS} mutations`, async () => {
    const pick = seeded("slack-signature.test.ts");
    const flip = (bytes: Buffer): Buffer => {
      const changed = Buffer.from(bytes);
      const at = pick.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << pick.below(8));
      return changed;
    };
    const mutate = (attempt: Attempt): Attempt => {
      const [timestamp = ""] = attempt.timestamps;
      const [signature = ""] = attempt.signatures;
      const where = pick.below(8);
      const at = pick.below(64) + 3;
      const digit = "0123456789abcdef"[pick.below(16)] ?? "0";
      switch (where) {
        case 0:
          return { ...attempt, body: flip(attempt.body) };
        case 1:
          return { ...attempt, body: attempt.body.subarray(0, pick.below(attempt.body.length)) };
        case 2:
          return { ...attempt, body: Buffer.concat([attempt.body, Buffer.from(digit)]) };
        case 3:
          return { ...attempt, timestamps: [String(Number(timestamp) + 1 + pick.below(200))] };
        case 4:
          return { ...attempt, timestamps: [String(Number(timestamp) + 301 + pick.below(1_000_000))] };
        case 5:
          return { ...attempt, signatures: [signature.slice(0, at) + digit + signature.slice(at + 1)] };
        case 6:
          return {
            ...attempt,
            signatures: [
              `v0=${Array.from({ length: 64 }, () => "0123456789abcdef"[pick.below(16)]).join("")}`,
            ],
          };
        default:
          return { ...attempt, signatures: [signature.slice(0, at)] };
      }
    };
    let accepted = 0;
    let sent = 0;
    const worker = async (): Promise<void> => {
      while (sent < MUTATIONS) {
        const original = genuine();
        const changed = mutate(original);
        // A digit may have been replaced by itself: that is no mutation.
        if (JSON.stringify(changed) === JSON.stringify(original)) continue;
        sent += 1;
        if ((await send(changed)) !== 401) accepted += 1;
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    expect(sent).toBeGreaterThanOrEqual(MUTATIONS);
    expect(accepted).toBe(0);
    expect(events()).toBe(0);
  });
});
