import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BY_THE_BOT, EVENTS } from "../../../src/evidence/units/events.ts";
import { packageRoot } from "../../../src/package-root.ts";

const SRC = join(packageRoot(), "src");
const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.startsWith("evidence"))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), "utf8") }));

/** Where the events of a noun are written. */
const FOLDERS: Readonly<Record<string, string>> = {
  action: "actions",
  alert: "comments",
  case: "escalation",
  comment: "comments",
  comments: "comments",
  digest: "kpi",
  kpi: "kpi",
  theme: "comments",
};

/** What people do that is no work with customers or figures, so that no unit can name it. */
const BESIDES = [
  "access.refused",
  "clock.jumped",
  "member.away",
  "member.back",
  "organisation.applied",
  "portfolio.exported",
  "registration.begun",
  "registration.changed",
  "registration.ended",
];

describe("the events that a unit may name", () => {
  it.each([...EVENTS.keys(), ...BY_THE_BOT])("%s is written", (kind) => {
    const [noun = "", verb = ""] = kind.split(".");
    // Most are put together of the noun and a verb that stands by itself.
    const written = sources.filter(
      ({ file, text }) =>
        text.includes(`"${kind}"`) ||
        (file.startsWith(FOLDERS[noun] ?? "?") && text.includes(`"${verb}"`) && /role|state/.test(text)),
    );
    expect(written.length).toBeGreaterThan(0);
  });

  it("are all there are: what the journal is given by its full name is on one of the lists", () => {
    const named = sources.flatMap(({ text }) =>
      [...text.matchAll(/\bkind: (?:\w+ \? )?"([a-z]+\.[a-z_]+)"(?: : "([a-z]+\.[a-z_]+)")?/g)].flatMap(
        ([, one, other]) => [one, other].filter((kind) => kind !== undefined),
      ),
    );
    // Timers have kinds too; they are no events.
    const timers = ["action.review", "action.start", "case.promise", "case.follow_up", "case.take"];
    const known = new Set([...EVENTS.keys(), ...BY_THE_BOT, ...BESIDES, ...timers]);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((kind) => !known.has(kind))).toEqual([]);
  });
});
