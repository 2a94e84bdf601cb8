import { networkInterfaces } from "node:os";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { say, text, userText } from "../../src/chat/message.ts";
import { startConsole, wire, type Running } from "../support/console/harness.ts";

let sandbox: Running;
let live: Running;
beforeAll(async () => {
  sandbox = await startConsole();
  live = await startConsole({ sandbox: false, healthy: false });
});
afterAll(async () => {
  await sandbox.adapter.stop();
  await live.adapter.stop();
});

const form = { "content-type": "application/x-www-form-urlencoded" };
const RUN = "/as/ana/c/escalations/run";
const body = "text=%2Fcase+1";
const post = (headers: Record<string, string>, path = RUN) =>
  wire(sandbox.url + path, { method: "POST", headers: { ...form, ...headers }, body });
const port = () => new URL(sandbox.url).port;

/** A page without the ids that are new in every showing. */
const stable = (html: string): string => html.replaceAll(/name="__event" value="[^"]*"/g, "");

const reached = (host: string): Promise<boolean> =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port: Number(port()), timeout: 1_000 });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("timeout", () => resolve(false)).once("close", () => socket.destroy());
  });

describe("requests that are not from our own pages", () => {
  it("are refused with a foreign, missing, null or nearly right Origin", async () => {
    const origins = [
      "http://evil.test",
      "null",
      `http://127.0.0.1:${Number(port()) + 1}`,
      `https://127.0.0.1:${port()}`,
    ];
    // The other of our own names is foreign, too: the Host says which page sent it.
    origins.push(`http://localhost:${port()}`, `http://127.0.0.1:${port()}.evil.test`, "");
    for (const origin of origins) expect((await post({ origin })).status).toBe(403);
    expect((await post({})).status).toBe(403);
    expect((await post({ referer: `${sandbox.url}/` })).status).toBe(403);
  });

  it("are refused under a Host that is not ours, whatever it asks for", async () => {
    for (const host of [
      "evil.test",
      `evil.test:${port()}`,
      "127.0.0.1",
      "localhost:1",
      `127.0.0.1.evil.test:${port()}`,
    ])
      for (const path of ["/", "/health", "/as/ana/c/escalations", "/assets/app.js", "/as/ana/stream"]) {
        const reply = await sandbox.get(path, { host });
        expect([reply.status, reply.body]).toEqual([403, "Refused."]);
      }
    const rebound = await post({ host: `evil.test:${port()}`, origin: `http://evil.test:${port()}` });
    expect(rebound.status).toBe(403);
  });

  it("are let in under both of our names", async () => {
    for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`])
      expect((await post({ host, origin: `http://${host}` })).status).toBe(200);
  });

  it("change nothing in 500 forged attempts", async () => {
    const events = sandbox.core.events.length;
    const before = await sandbox.see("ana");
    const paths = ["run", "press", "submit"].map((action) => `/as/ana/c/escalations/${action}`);
    const origins = [
      undefined,
      "null",
      "http://evil.test",
      "http://localhost",
      "file://",
      "chrome-extension://x",
    ];
    const attempts = Array.from({ length: 500 }, (_, at) => {
      const origin = origins[at % origins.length];
      return post(origin === undefined ? {} : { origin }, paths[at % paths.length]);
    });
    const replies = await Promise.all(attempts);
    expect(replies.filter((reply) => reply.status !== 403)).toHaveLength(0);
    expect(sandbox.core.events).toHaveLength(events);
    expect(stable(await sandbox.see("ana"))).toBe(stable(before));
  });

  it("cannot act by other methods", async () => {
    for (const method of ["PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const reply = await wire(sandbox.url + RUN, { method, headers: { origin: sandbox.url } });
      expect(reply.status).toBe(405);
    }
    expect((await sandbox.get(RUN)).status).toBe(404);
  });

  it("mark nothing as read without our own script's header", async () => {
    await sandbox.adapter.send({
      key: "unread",
      to: { kind: "dm", user: "chloe" },
      message: say(text("news")),
    });
    await sandbox.get("/as/chloe/dm", { "sec-fetch-site": "cross-site" });
    expect(await sandbox.see("chloe")).toContain("1 unread");
  });
});

describe("addresses", () => {
  it("of unknown people and channels, and of channels of other teams, all look the same", async () => {
    const paths = ["/as/nobody", "/as/nobody/c/escalations", "/as/nobody/stream", "/as/ana/c/nowhere"];
    paths.push(
      "/as/dev/c/escalations",
      "/as/ana/c/dm:ana",
      "/as/ana/c/dm:ben",
      "/as/__proto__/dm",
      "/as/%00/dm",
    );
    for (const path of paths) {
      const reply = await sandbox.get(path);
      expect([reply.status, reply.body]).toEqual([404, "There is no such page."]);
    }
    expect((await post({ origin: sandbox.url }, "/as/nobody/dm/run")).status).toBe(404);
    expect((await post({ origin: sandbox.url }, "/as/dev/c/escalations/run")).status).toBe(404);
  });

  it("lead to no file but the page's own", async () => {
    const climbs = [
      "/assets/../package.json",
      "/assets/..%2f..%2fpackage.json",
      "/assets/%2e%2e/package.json",
    ];
    climbs.push("/assets/....//package.json", "/../../etc/passwd", "/assets/%252e%252e%252fpackage.json");
    climbs.push(
      "/assets/..%5c..%5cpackage.json",
      "/assets/app.js%00.css",
      "/assets/__proto__",
      "/assets/constructor",
    );
    climbs.push("/as/ana/files/..%2f..%2fpackage.json", "/as/ana/files/__proto__", "/assets/", "/assets");
    for (const path of climbs) {
      const reply = await sandbox.get(path);
      expect([path, reply.status]).toEqual([path, 404]);
      expect(reply.body).not.toContain("floorwalker");
    }
  });

  it("answer bad bodies in general words", async () => {
    const bad = await wire(sandbox.url + RUN, {
      method: "POST",
      headers: { origin: sandbox.url, "content-type": "application/json" },
      body: "{",
    });
    expect(bad.status).toBe(400);
    expect(bad.body).not.toMatch(/Error|at .*\.ts/);
    const large = await wire(sandbox.url + RUN, {
      method: "POST",
      headers: { origin: sandbox.url, ...form, "content-length": String(40 * 1024 * 1024) },
      body: "text=",
    });
    expect(large.status).toBe(413);
  });

  it("answer a failure inside in general words", async () => {
    const failing = await startConsole({ directory: () => Promise.reject(new Error("secret detail")) });
    const reply = await failing.get("/as/ana/dm");
    await failing.adapter.stop();
    expect(reply.status).toBe(500);
    expect(reply.body).not.toContain("secret");
  });
});

describe("a live database", () => {
  it("has no switcher and no chat, only its state", async () => {
    const page = await live.get("/");
    expect(page.body).toContain("live database");
    expect(page.body).toContain("Outbox: nothing waits");
    expect(page.body).not.toContain("/as/");
    for (const path of ["/as/ana", "/as/ana/dm", "/as/ana/c/escalations", "/as/ana/places", "/as/ana/stream"])
      expect((await live.get(path)).status).toBe(404);
    expect((await live.post(RUN, { text: "/case 1" })).status).toBe(404);
    expect(live.core.events).toHaveLength(0);
  });

  it("says in its health whether something is wrong", async () => {
    expect((await live.get("/health")).status).toBe(503);
    const well = await sandbox.get("/health");
    expect([well.status, JSON.parse(well.body)]).toEqual([
      200,
      { ok: true, lines: ["Outbox: nothing waits"] },
    ]);
  });
});

describe("what is served", () => {
  it("carries a policy without inline script or style and the usual guards, on every page", async () => {
    for (const path of ["/", "/as/ana/c/escalations", "/health", "/assets/app.js", "/nothing"]) {
      const { headers } = await sandbox.get(path);
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["access-control-allow-origin"]).toBeUndefined();
    }
    expect((await sandbox.get("/as/ana/dm")).headers["cache-control"]).toBe("no-store");
  });

  it("has no inline script, style or handler, and loads nothing from elsewhere", async () => {
    for (const path of ["/", "/as/ana/c/escalations", "/as/ana/dm", "/as/ana/places"]) {
      const html = (await sandbox.get(path)).body;
      expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|hx-on|javascript:/);
      expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/assets\/)/);
      expect(html).not.toMatch(/(?:src|href|action|hx-get|hx-post)="(?!\/|#|\?)/);
      expect(html).not.toMatch(/(?:src|href)="\/\//);
    }
  });

  it("keeps every string inert, whoever wrote it", async () => {
    const attacks = [
      "<script>alert(1)</script>",
      `"><img src=x onerror=alert(1)>`,
      "</textarea><script>alert(1)</script>",
      `' hx-get='/evil' hx-trigger='load`,
      "<hx-partial hx-target='body'>gone</hx-partial>",
      "<!-- --!><svg/onload=alert(1)>",
      "&lt;script&gt;alert(1)&lt;/script&gt;",
      "javascript:alert(1)",
      "@Ana Ruiz <@ana> <!channel>",
      "\u202Egnp.exe\u200B\uFEFF",
      "\uD800 lone",
    ];
    for (const [at, attack] of attacks.entries()) {
      const words = userText(attack);
      await sandbox.adapter.send({
        key: `attack-${at}`,
        to: { kind: "channel", channel: "billing" },
        message: {
          title: [words],
          status: { tone: "info", text: [words] },
          body: [
            { b: "prose", text: [words, text(attack), { t: "person", name: attack }] },
            { b: "list", items: [[words]] },
            { b: "fields", fields: [{ label: attack, value: [words] }] },
            { b: "image", picture: attack, alt: attack },
            { b: "image", picture: "//evil.test/x.png", alt: attack },
            { b: "image", picture: "/\\evil.test/x.png", alt: attack },
            { b: "image", picture: "https://evil.test/x.png", alt: "harmless" },
            { b: "image", picture: "kpi:..%2f..%2fx", alt: attack },
          ],
          buttons: [{ action: attack, arg: attack, label: attack, describe: attack }],
        },
      });
    }
    const html = await sandbox.see("ana", "c/billing");
    expect(html).not.toMatch(/<script>|<svg|<img src=x|<hx-partial/);
    // Whatever a message says, a picture in it comes from the route of its own reader.
    const sources = [...html.matchAll(/<img class="picture" src="(?<src>[^"]*)"/g)].map(
      (one) => one.groups?.["src"],
    );
    expect(sources.length).toBeGreaterThan(0);
    for (const src of sources) expect(src).toMatch(/^\/as\/ana\/pictures\/[^/]+\/[^/]+$/);
    expect(html).not.toMatch(/<[^>]*hx-get=['"]\/evil/);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    // What was escaped already is shown as given: escaped once more, never less.
    expect(html).toContain("&amp;lt;script&amp;gt;");
    expect(html).not.toContain("<mark");
  });
});

describe("the port", () => {
  it("is open on this machine only", async () => {
    const elsewhere = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each && !each.internal && each.family === "IPv4")
      .map((each) => each?.address ?? "");
    expect(await reached("127.0.0.1")).toBe(true);
    // Another address of the loopback network stands in where the machine has no other interface.
    for (const host of [...elsewhere, "127.0.0.2"]) expect(await reached(host)).toBe(false);
  });
});
