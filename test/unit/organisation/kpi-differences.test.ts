import { describe, expect, it } from "vitest";
import { differences } from "../../../src/organisation/differences.ts";
import { file, organisationOf } from "./support.ts";

const TEAMS = [
  "  - { id: billing, name: Billing }",
  "  - { id: orders, name: Orders, digest: { at: 07:45 } }",
].join("\n");
const FULL = [
  "  leaders_from: manager",
  "  service_level: { within_seconds: 30, short_seconds: 10 }",
  "  digest: { at: 09:00, days: [mon, wed], zone: Europe/Dublin, weekly: fri }",
  "  queues:",
  "    - { id: calls, name: Calls, team: billing, also_called: [NG_1, NG_2], open: { days: [mon, tue, wed], from: 08:00, to: 20:00 } }",
  "    - { id: chat, name: Chat, team: billing, media: web_chat }",
].join("\n");
const whole = (kpi: string, teams = TEAMS): string => file({ teams, kpi });
const before = organisationOf(whole(FULL));

describe("what a file would change about KPIs", () => {
  const changed = (from: string, to: string): readonly string[] => {
    const text = whole(FULL);
    expect(text).toContain(from);
    return differences(before, organisationOf(text.replace(from, to)));
  };

  it("is nothing where nothing changes, nor where the defaults are written out", () => {
    expect(differences(before, organisationOf(whole(FULL)))).toEqual([]);
    const written = [
      "  leaders_from: team_leader",
      "  service_level: { within_seconds: 20, short_seconds: 5 }",
      "  digest: { at: 8:30, days: [fri, mon, tue, wed, thu], zone: Europe/London, weekly: mon }",
      "  queues: []",
    ].join("\n");
    expect(differences(organisationOf(file()), organisationOf(file({ kpi: written })))).toEqual([]);
  });

  it.each([
    [
      "leaders_from: manager",
      "leaders_from: team_leader",
      "Change who leads a team from manager to team leader",
    ],
    [
      "within_seconds: 30",
      "within_seconds: 15",
      "Change within how long an answer is in time from 30 seconds to 15 seconds",
    ],
    [
      "short_seconds: 10",
      "short_seconds: 0",
      "Change up to when giving up does not count from 10 seconds to 0 seconds",
    ],
    ["name: Calls", "name: Telephone", "Rename the queue Calls to Telephone"],
    ["name: Chat, team: billing", "name: Chat, team: orders", "Move the queue Chat from Billing to Orders"],
    ["media: web_chat", "media: chat", "Queue Chat: media from web chat to chat"],
    ["[NG_1, NG_2]", "[NG_2, NG_1, NG_3]", "Queue Calls: also called “NG_3”"],
    ["[NG_1, NG_2]", "[NG_1]", "Queue Calls: no longer called “NG_2”"],
    [
      "to: 20:00",
      "to: 18:30",
      "Queue Calls: open from 08:00 to 20:00 mon to wed to 08:00 to 18:30 mon to wed",
    ],
    [
      "    - { id: chat, name: Chat, team: billing, media: web_chat }",
      "    - { id: chat, name: Chat, team: billing, media: web_chat }\n    - { id: mail, name: Mail, team: orders, media: email }",
      "Add the queue Mail (email, Orders)",
    ],
    [
      "    - { id: chat, name: Chat, team: billing, media: web_chat }",
      "",
      "Remove the queue Chat; what was counted of it stays",
    ],
    [
      "digest: { at: 07:45 }",
      "digest: none",
      "Orders: digest from 07:45 mon, wed (Europe/Dublin), weekly on Friday to none",
    ],
    [
      ", digest: { at: 07:45 }",
      "",
      "Orders: digest from 07:45 mon, wed (Europe/Dublin), weekly on Friday to everybody's",
    ],
  ])("%j to %j is one sentence", (from, to, sentence) => {
    expect(changed(from, to)).toEqual([sentence]);
  });

  it("is a sentence for everybody's times and one for each team that had the rest from them", () => {
    expect(changed("days: [mon, wed]", "days: [mon, tue, wed, thu, fri, sat, sun]")).toEqual([
      "Orders: digest from 07:45 mon, wed (Europe/Dublin), weekly on Friday to 07:45 every day (Europe/Dublin), weekly on Friday",
      "Change when digests come from 09:00 mon, wed (Europe/Dublin), weekly on Friday to 09:00 every day (Europe/Dublin), weekly on Friday",
    ]);
    expect(changed("weekly: fri", "weekly: none").at(-1)).toBe(
      "Change when digests come from 09:00 mon, wed (Europe/Dublin), weekly on Friday to 09:00 mon, wed (Europe/Dublin), no weekly one",
    );
  });

  it("names the zone of digests only where it is not the organisation's, and says nothing where they go with it", () => {
    const own = (zone: string) =>
      organisationOf(file({ organisation: `  name: N\n  timezone: ${zone}`, kpi: "  queues: []" }));
    expect(differences(own("Europe/London"), own("Europe/Dublin"))).toEqual([
      "Change the time zone from Europe/London to Europe/Dublin",
    ]);
    const fixed = (zone: string) =>
      organisationOf(
        file({ organisation: `  name: N\n  timezone: ${zone}`, kpi: "  digest: { zone: Europe/London }" }),
      );
    expect(differences(fixed("Europe/London"), fixed("Europe/Dublin"))).toEqual([
      "Change the time zone from Europe/London to Europe/Dublin",
    ]);
    expect(differences(own("Europe/Dublin"), fixed("Europe/Dublin"))).toEqual([
      "Change when digests come from 08:30 mon to fri, weekly on Monday to 08:30 mon to fri (Europe/London), weekly on Monday",
    ]);
  });

  it("is every queue in a new organisation", () => {
    expect(differences(undefined, before).slice(-2)).toEqual([
      "Add the queue Calls (voice, Billing)",
      "Add the queue Chat (web chat, Billing)",
    ]);
  });
});
