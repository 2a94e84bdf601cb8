import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { say, text } from "../../src/chat/message.ts";
import { CHANNEL, slackBench, type SlackBench } from "../support/slack-harness.ts";
import { until } from "../support/until.ts";

const connected = (bench: SlackBench) => bench.states.at(-1)?.state === "connected";
const brokenBy = (bench: SlackBench, reason: string) =>
  bench.states.some((state) => state.state === "broken" && state.reason === reason);

describe("the connection to Slack", () => {
  let bench: SlackBench;
  afterEach(() => bench.stop());

  it.each(["socket", "http"] as const)(
    "survives a wrong bot token and comes right with a good one (%s)",
    async (mode) => {
      bench = await slackBench({ mode });
      bench.slack.revokeTokens();
      await bench.start();
      expect(bench.states.at(-1)).toMatchObject({ state: "broken", reason: "token_revoked" });
      bench.slack.restoreTokens();
      await until("the connection", () => connected(bench));
      expect(bench.adapter.workspace()).toBe("T0FLOOR");
      expect(bench.rejections).toEqual([]);
    },
  );

  it.each(["socket", "http"] as const)("survives a Slack that cannot be reached (%s)", async (mode) => {
    bench = await slackBench({ mode });
    await bench.slack.goDown();
    await bench.start();
    expect(brokenBy(bench, "unreachable")).toBe(true);
    await sleep(200);
    await bench.slack.comeBack();
    await until("the connection", () => connected(bench));
    expect(bench.rejections).toEqual([]);
  });

  it("does not mix up the two tokens", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    expect(
      bench.slack.requests
        .map((request) => `${request.method} ${request.answered}`)
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(["apps.connections.open ok", "auth.test ok"]);
  });

  it("tells the operator once when the token is revoked while running, and again when it is right", async () => {
    bench = await slackBench({ mode: "http" });
    await bench.start();
    bench.slack.revokeTokens();
    const outgoing = {
      key: "k",
      to: { kind: "channel", channel: CHANNEL },
      message: say(text("x")),
    } as const;
    for (let n = 0; n < 3; n += 1)
      expect(await bench.adapter.send(outgoing)).toEqual({ outcome: "failed", reason: "token_revoked" });
    await sleep(200);
    bench.slack.restoreTokens();
    await until("the connection", () => connected(bench));
    expect(bench.states.map((state) => state.state)).toEqual([
      "connecting",
      "connected",
      "broken",
      "connected",
    ]);
  });

  it("connects again after drops, goodbyes, silence and failing answers, and takes every command", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    const { sockets, faults } = bench.slack;
    const ways = [
      () => sockets.drop(),
      () => sockets.askToReconnect(),
      () => sockets.drop(),
      () => {
        faults.arm({ kind: "502-before", method: "apps.connections.open", times: 2 });
        sockets.drop();
      },
      () => {
        faults.arm({ kind: "error", method: "apps.connections.open", error: "internal_error" });
        sockets.drop();
      },
      () => {
        faults.arm({ kind: "rate-limit", method: "apps.connections.open", retryAfter: null });
        sockets.drop();
      },
      () => {
        faults.arm({ kind: "error", method: "apps.connections.open", error: "invalid_auth" });
        sockets.askToReconnect();
      },
    ];
    for (const [index, away] of ways.entries()) {
      const before = sockets.connections;
      away();
      await until(
        "a new connection",
        () => sockets.connections > before && sockets.open > 0 && connected(bench),
      );
      bench.core.answer = () => ({ kind: "private", message: say(text(`Answer ${index}`)) });
      await bench.slack.user("U0ANA").command("/escalate", "", { channel: CHANNEL });
      expect(bench.slack.user("U0ANA").sees(CHANNEL).at(-1)?.text).toBe(`Answer ${index}`);
    }
    expect(faults.fired("502-before")).toBe(2);
    expect(faults.fired("error")).toBe(2);
    expect(faults.fired("rate-limit")).toBe(1);
    expect(bench.core.events).toHaveLength(ways.length);
    expect(bench.rejections).toEqual([]);
  });

  it("survives messages that no Slack would send", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    const odd = [
      "not json",
      "null",
      "[]",
      "1",
      '{"type":"events_api"}',
      '{"type":"events_api","envelope_id":"1","payload":null}',
      '{"type":"events_api","envelope_id":"1","payload":{"event":"x"}}',
      '{"type":"interactive","envelope_id":"2"}',
      '{"type":"interactive","envelope_id":"3","payload":{"type":"block_actions","actions":[]}}',
      '{"type":"interactive","envelope_id":"4","payload":{"type":"view_submission","view":{"callback_id":"form"}}}',
      '{"type":"slash_commands","envelope_id":"5","payload":{"command":"/escalate"}}',
      '{"type":"slash_commands","envelope_id":"6","payload":{"command":7,"__proto__":{"x":1}}}',
    ];
    for (const message of odd) bench.slack.sockets.sendRaw(message);
    bench.core.answer = () => ({ kind: "private", message: say(text("Still here.")) });
    await bench.slack.user("U0ANA").command("/escalate", "", { channel: CHANNEL });
    expect(bench.slack.user("U0ANA").sees(CHANNEL).at(-1)?.text).toBe("Still here.");
    expect(bench.core.events).toHaveLength(1);
    expect(bench.rejections).toEqual([]);
  });

  it("stops within a second although the peer has frozen, and leaves nothing open", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    bench.slack.sockets.freeze();
    const before = performance.now();
    await bench.adapter.stop();
    expect(performance.now() - before).toBeLessThan(2000);
    const left = process.getActiveResourcesInfo().filter((name) => name === "Timeout");
    expect(left.length).toBeLessThanOrEqual(1);
  });

  it("stops while Slack is silent after the connection is made", async () => {
    bench = await slackBench({ mode: "socket" });
    bench.slack.sockets.silent = true;
    const starting = bench.start();
    await until("the connection", () => bench.slack.sockets.open > 0);
    const before = performance.now();
    await bench.adapter.stop();
    expect(performance.now() - before).toBeLessThan(3000);
    await starting;
  });

  it("notices that the peer has frozen, and connects again within 30 s", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    // The first ping must have been answered: from then on every one has to be.
    await sleep(2000);
    const before = bench.slack.sockets.connections;
    bench.slack.sockets.freeze();
    expect(await until("a new connection", () => bench.slack.sockets.connections > before, 30_000)).toBe(
      true,
    );
  }, 40_000);

  it("says it another way when the connection ends before the answer", async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    bench.core.answer = async () => {
      bench.slack.sockets.drop();
      await sleep(100);
      return { kind: "private", message: say(text("Saved all the same.")) };
    };
    const ana = bench.slack.user("U0ANA");
    await ana.command("/escalate", "", { channel: CHANNEL });
    const answer = await until("the answer", () => ana.sees(CHANNEL).at(-1));
    expect(answer.text).toBe("Saved all the same.");
  });

  it.each(["socket", "http"] as const)(
    "lets an answer that is under way end before it stops (%s)",
    async (mode) => {
      bench = await slackBench({ mode });
      await bench.start();
      bench.core.answer = async () => {
        await sleep(300);
        return { kind: "private", message: say(text("Just in time.")) };
      };
      const running = bench.slack.user("U0ANA").command("/escalate", "", { channel: CHANNEL });
      await until("the event", () => bench.core.events.length > 0);
      await Promise.all([running, bench.adapter.stop()]);
      expect(bench.slack.user("U0ANA").sees(CHANNEL).at(-1)?.text).toBe("Just in time.");
      await until("the goodbye", () => bench.slack.sockets.open === 0);
    },
  );
});
