import { asc } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { queues } from "../../../db/schema/kpi-imports.ts";
import { kpiSettingsOf } from "../../../src/kpi/settings.ts";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { readSettings } from "../../../src/people/index.ts";
import { tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";
import { file, messages, organisationOf } from "./support.ts";

/** Lines: kpi 13, what is given from 14 on. */
const withKpi = (lines: string): string => file({ kpi: lines });

const TEAMS = [
  "  - { id: billing, name: Billing, digest: { at: 7:45, zone: Europe/Dublin } }",
  "  - { id: orders, name: Orders, digest: none }",
  "  - { id: fraud, name: Fraud }",
].join("\n");

const FULL = [
  "  leaders_from: manager",
  "  service_level: { within_seconds: 30, short_seconds: 10 }",
  "  digest: { at: 09:00, days: [sun, mon, sun], zone: America/New_York, weekly: none }",
  "  queues:",
  "    - id: calls",
  "      name: Billing calls",
  "      team: billing",
  "      media: voice",
  "      also_called: [NG_Billing, Billing Inbound, NG_Billing]",
  '      open: { days: [sat, mon], from: "8:00", to: "24:00" }',
  "    - { id: chat, name: Billing chat, team: billing, media: web_chat }",
  "    - { id: mail, name: Orders mail, team: orders }",
].join("\n");

describe("the section about KPIs", () => {
  it.each(["left out", "empty"])("has a default for every key, when it is %s", (how) => {
    const text = how === "empty" ? `${file()}kpi:\n` : file();
    expect(organisationOf(text).kpi).toEqual({
      leadersFrom: "team_leader",
      withinSeconds: 20,
      shortSeconds: 5,
      digest: { at: "08:30", days: [1, 2, 3, 4, 5], zone: "Europe/London", weeklyOn: 1 },
      queues: [],
    });
    expect(organisationOf(text).teams[0]).not.toHaveProperty("digest");
  });

  it("lets the highest level lead where there are fewer than three", () => {
    const text = file({
      levels: "[agent, senior]",
      people: "  - { id: ana, name: Ana, team: billing, level: agent }",
      authority: "  - { decision: x, level: agent }",
    });
    expect(organisationOf(text).kpi.leadersFrom).toBe("senior");
  });

  it("keeps what is given, each day and name once, the week in its order", () => {
    const { kpi, teams } = organisationOf(file({ teams: TEAMS, kpi: FULL }));
    const digest = { at: "09:00", days: [1, 7], zone: "America/New_York", weeklyOn: 0 };
    expect(kpi).toEqual({
      leadersFrom: "manager",
      withinSeconds: 30,
      shortSeconds: 10,
      digest,
      queues: [
        {
          id: "calls",
          name: "Billing calls",
          team: "billing",
          media: "voice",
          alsoCalled: ["NG_Billing", "Billing Inbound"],
          open: { days: [1, 6], from: "08:00", to: "24:00" },
        },
        { id: "chat", name: "Billing chat", team: "billing", media: "web_chat", alsoCalled: [] },
        { id: "mail", name: "Orders mail", team: "orders", media: "voice", alsoCalled: [] },
      ],
    });
    expect(teams.map((team) => team.digest)).toEqual([
      { ...digest, at: "07:45", zone: "Europe/Dublin" },
      null,
      undefined,
    ]);
  });

  it("gives a team times of its own where nobody else gets a digest", () => {
    const text = file({
      teams: "  - { id: billing, name: Billing, digest: { weekly: fri } }",
      kpi: "  digest: none",
    });
    expect(organisationOf(text).kpi.digest).toBeNull();
    expect(organisationOf(text).teams[0]?.digest).toEqual({
      at: "08:30",
      days: [1, 2, 3, 4, 5],
      zone: "Europe/London",
      weeklyOn: 5,
    });
  });

  // 01:30 in London does not exist on 28 March 2027 and is there twice on 31 October.
  it.each(["00:00", "00:30", "01:30", "02:15", "23:59"])("takes %s, clock change or not", (time) => {
    expect(messages(withKpi(`  digest: { at: ${time} }`))).toBe("");
  });

  it.each([
    ["within_seconds", "1", "3600"],
    ["short_seconds", "0", "600"],
  ])("takes %s at both ends", (key, least, greatest) => {
    for (const value of [least, greatest])
      expect(messages(withKpi(`  service_level: { ${key}: ${value} }`)), value).toBe("");
  });

  it("lets a queue be called by its own id and name, in any capitals", () => {
    const own = "  queues: [{ id: calls, name: Calls, team: billing, also_called: [CALLS, calls] }]";
    expect(messages(withKpi(own))).toBe("");
  });
});

describe("a problem in it is named with its line", () => {
  const queue = (...entries: string[]): string =>
    `  queues:\n${entries.map((entry) => `    - ${entry}`).join("\n")}`;
  const one = (keys: string): string => queue(`{ id: a, name: A, team: billing, ${keys} }`);
  const ONCE = "must be one time of day, such as 08:30: a team gets one digest a day, never several.";

  it.each<[string, string, string]>([
    ["a section that is no group", "  - a", "line 13: kpi: this entry must be a group of keys."],
    ["a misspelt key", "  digests: none", "line 14: kpi: there is no key 'digests'. Did you mean 'digest'?"],
    [
      "a misspelt key of the digest",
      "  digest: { att: 08:30 }",
      "line 14: kpi: there is no key 'att' in digest. Did you mean 'at'?",
    ],
    [
      "a misspelt key of the digest without a value",
      "  digest:\n    at: 08:30\n    weakly:",
      "line 16: kpi: there is no key 'weakly' in digest. Did you mean 'weekly'?",
    ],
    [
      "a misspelt key of a queue",
      one("medium: voice"),
      "line 15: kpi: there is no key 'medium' in queues.0. The keys here are id, name, team, media, also_called, open.",
    ],
    [
      "an unknown level",
      "  leaders_from: team_leder",
      "line 14: kpi: leaders_from 'team_leder' is not in levels (line 4). Did you mean 'team_leader'?",
    ],
    [
      "seconds in words",
      "  service_level: { within_seconds: twenty }",
      "service_level.within_seconds 'twenty' must be a whole number of seconds from 1 to 3600.",
    ],
    ["no seconds at all", "  service_level: { within_seconds: 0 }", "from 1 to 3600."],
    ["too many seconds", "  service_level: { short_seconds: 601 }", "from 0 to 600."],
    [
      "a digest in a word",
      "  digest: never",
      "line 14: kpi: digest 'never' must be a group of keys (at, days, zone, weekly), or none.",
    ],
    ["a digest as a list", "  digest: [08:30]", "kpi: digest must be a group of keys"],
    ["two times as a list", "  digest: { at: [08:30, 13:00] }", `line 14: kpi: digest.at ${ONCE}`],
    ["two times in a line", '  digest: { at: "08:30, 13:00" }', `digest.at '08:30, 13:00' ${ONCE}`],
    ["two times in words", "  digest: { at: 8:30 and 13:00 }", ONCE],
    [
      "a cron expression",
      '  digest: { at: "30 8 * * 1-5" }',
      "digest.at '30 8 * * 1-5' must be a time of day such as 08:30, from 00:00 to 23:59.",
    ],
    ["an hour that no day has", "  digest: { at: 24:00 }", "digest.at '24:00' must be a time of day"],
    ["a minute that no hour has", "  digest: { at: 08:60 }", "digest.at '08:60' must be a time of day"],
    ["half past in words", "  digest: { at: half past eight }", "must be a time of day"],
    [
      "an unknown weekday",
      "  digest: { days: [mon, tues] }",
      "line 14: kpi: digest.days[1] 'tues' must be one of mon, tue, wed, thu, fri, sat, sun.",
    ],
    ["no weekday", "  digest: { days: [] }", "kpi: digest.days names no day."],
    ["weekdays in a word", "  digest: { days: weekdays }", "digest.days must be a list: [one, two]."],
    [
      "an unknown zone",
      "  digest: { zone: Europe/Londn }",
      "digest.zone 'Europe/Londn' is not a time zone. Use a name such as Europe/London.",
    ],
    ["a zone as an offset", '  digest: { zone: "+01:00" }', "digest.zone '+01:00' is not a time zone."],
    [
      "an unknown day of the week's digest",
      "  digest: { weekly: monthly }",
      "digest.weekly 'monthly' must be one of mon, tue, wed, thu, fri, sat, sun, or none.",
    ],
    [
      "an unknown team",
      queue("{ id: a, name: A, team: billing }", "{ id: b, name: B, team: biling }"),
      "line 16: kpi: queues[1].team 'biling' is not in teams (line 5). Did you mean 'billing'?",
    ],
    ["no team", queue("{ id: a, name: A }"), "line 15: kpi: queues[0].team is missing."],
    ["an id with a space", queue("{ id: a b, name: A, team: billing }"), "queues[0].id 'a b' must start"],
    ["media in a sentence", one("media: Inbound voice"), "queues[0].media 'Inbound voice' must start"],
    ["names in a word", one("also_called: Calls"), "queues[0].also_called must be a list: [one, two]."],
    [
      "twenty-one names",
      one(`also_called: [${Array.from({ length: 21 }, (_, index) => `n${index}`).join(", ")}]`),
      "queues[0].also_called must have at most 20 names.",
    ],
    [
      "an id twice",
      queue("{ id: a, name: A, team: billing }", "{ id: a, name: B, team: billing }"),
      "line 16: kpi: queues[1].id 'a' already means the queue on line 15: figures under that name could be of either.",
    ],
    [
      "a name twice, in other capitals",
      queue("{ id: a, name: Calls, team: billing }", "{ id: b, name: CALLS, team: billing }"),
      "line 16: kpi: queues[1].name 'CALLS' already means the queue on line 15",
    ],
    [
      "an alias that is another's name",
      queue(
        "{ id: a, name: Calls, team: billing }",
        "{ id: b, name: B, team: billing, also_called: [x, calls] }",
      ),
      "line 16: kpi: queues[1].also_called[1] 'calls' already means the queue on line 15",
    ],
    [
      "a name twice, in wider letters and with more blanks between them",
      queue("{ id: a, name: Calls in, team: billing }", "{ id: b, name: Ｃalls  in, team: billing }"),
      "line 16: kpi: queues[1].name 'Ｃalls  in' already means the queue on line 15",
    ],
    [
      "an alias that is another's id",
      queue("{ id: a, name: B, team: billing, also_called: [C] }", "{ id: c, name: D, team: billing }"),
      "line 16: kpi: queues[1].id 'c' already means the queue on line 15",
    ],
    [
      "an alias twice",
      queue(
        "{ id: a, name: B, team: billing, also_called: [NG_1] }",
        "{ id: c, name: D, team: billing, also_called: [ng_1] }",
      ),
      "queues[1].also_called[0] 'ng_1' already means the queue on line 15",
    ],
    ["half of the opening hours", one("open: { days: [mon], from: 08:00 }"), "queues[0].open.to is missing."],
    ["hours without days", one("open: { from: 08:00, to: 20:00 }"), "queues[0].open.days is missing."],
    [
      "an hour after the day's end",
      one('open: { days: [mon], from: 08:00, to: "24:01" }'),
      "queues[0].open.to '24:01' must be a time of day such as 08:30, from 00:00 to 24:00.",
    ],
    ["opening at the day's end", one('open: { days: [mon], from: "24:00", to: "24:00" }'), "to 23:59."],
    [
      "hours past midnight",
      one("open: { days: [mon], from: 20:00, to: 8:00 }"),
      "line 15: kpi: queues[0].open.to '8:00' is not after from '20:00'. For a queue that is open past midnight leave open out.",
    ],
  ])("%s", (_what, lines, sentence) => {
    expect(messages(withKpi(lines))).toContain(sentence);
  });

  it("is on the team's own line where the times are a team's", () => {
    const teams =
      "  - { id: billing, name: Billing }\n  - { id: orders, name: Orders, digest: { at: [1:00, 2:00] } }";
    expect(messages(file({ teams }))).toBe(`line 7: teams[1] 'orders': digest.at ${ONCE}`);
    const words = "  - { id: billing, name: Billing, digest: sometimes }";
    expect(messages(file({ teams: words }))).toBe(
      "line 6: teams[0] 'billing': digest 'sometimes' must be a group of keys (at, days, zone, weekly), or none.",
    );
  });

  it("stands at its column too", () => {
    const parsed = parseOrganisation(withKpi("  digest: { at: 25:00 }"));
    expect(parsed).toMatchObject({ ok: false, problems: [{ line: 14, column: 13 }] });
  });

  it("is told with every other of the section at once", () => {
    const lines = [
      "  leaders_from: boss",
      "  digest: { at: noon, weekly: often }",
      "  queues: [{ id: a, name: A, team: nobody }]",
    ].join("\n");
    expect(
      messages(withKpi(lines))
        .split("\n")
        .map((line) => line.slice(0, 30)),
    ).toEqual([
      "line 14: kpi: leaders_from 'bo",
      "line 15: kpi: digest.at 'noon'",
      "line 15: kpi: digest.weekly 'o",
      "line 16: kpi: queues[0].team '",
    ]);
  });
});

describe("what would surprise", () => {
  const warningsOf = (text: string): readonly string[] => {
    const parsed = parseOrganisation(text);
    if (!parsed.ok) throw new Error(messages(text));
    return parsed.warnings.map(({ line, message }) => `line ${line}: ${message}`);
  };

  it("is nothing in a file that does not speak of KPIs", () => {
    expect(warningsOf(file())).toEqual([]);
  });

  it("is a team whose digest goes to its leaders one by one", () => {
    expect(warningsOf(withKpi("  leaders_from: senior"))).toEqual([
      "line 6: teams[0] 'billing': Billing has no digest channel: its digest goes to its leaders by direct message.",
    ]);
  });

  it("is a team whose digest reaches nobody", () => {
    const people = [
      "  - { id: ana, name: Ana, team: billing, level: agent }",
      "  - { id: wei, name: Wei, team: billing, level: senior }",
      "  - { id: gone, name: Gone, team: billing, level: director, disabled: true }",
    ].join("\n");
    const authority = "  - { decision: x, level: senior }";
    expect(warningsOf(file({ people, authority, kpi: "  digest: { at: 09:00 }" }))).toEqual([
      "line 6: teams[0] 'billing': Billing has no digest channel: nobody of level 'team_leader' or above serves it, and its digest reaches nobody.",
    ]);
  });

  it("is not a team that gets no digest, nor one that has a channel for it", () => {
    expect(warningsOf(withKpi("  digest: none"))).toEqual([]);
    const teams =
      "  - { id: billing, name: Billing, channels: { escalations: { console: b }, digest: { console: d } } }";
    expect(warningsOf(file({ teams, kpi: "  digest: { at: 09:00 }" }))).toEqual([]);
  });
});

describe("applied", () => {
  it("is what the rest of the program reads: seconds as milliseconds, the level as its place", async () => {
    const temp = await tempStore();
    try {
      await applyText(temp.store, file({ teams: TEAMS, kpi: FULL }), 0);
      const digest = { at: "09:00", days: [1, 7], zone: "America/New_York", weeklyOn: 0 };
      expect(kpiSettingsOf(await readSettings(temp.store.read))).toEqual({
        leadersRank: 3,
        inTimeMs: 30_000,
        shortMs: 10_000,
        digest,
        teams: { billing: { ...digest, at: "07:45", zone: "Europe/Dublin" }, orders: null },
      });
      expect(await temp.store.read.select().from(queues).orderBy(asc(queues.id))).toEqual([
        {
          id: "calls",
          name: "Billing calls",
          teamId: "billing",
          media: "voice",
          aliases: ["NG_Billing", "Billing Inbound"],
          hours: { days: [1, 6], from: "08:00", to: "24:00" },
          active: true,
        },
        {
          id: "chat",
          name: "Billing chat",
          teamId: "billing",
          media: "web_chat",
          aliases: [],
          hours: null,
          active: true,
        },
        {
          id: "mail",
          name: "Orders mail",
          teamId: "orders",
          media: "voice",
          aliases: [],
          hours: null,
          active: true,
        },
      ]);
    } finally {
      await temp.close();
    }
  });

  it("keeps a queue that left the file, inactive, and takes it up again as it now is", async () => {
    const temp = await tempStore();
    const active = async () =>
      (await temp.store.read.select().from(queues).orderBy(asc(queues.id))).map(
        (queue) => `${queue.id} ${queue.name} ${queue.active}`,
      );
    const calls = (name: string) => withKpi(`  queues: [{ id: calls, name: ${name}, team: billing }]`);
    try {
      await applyText(temp.store, calls("Calls"), 0);
      await applyText(temp.store, file(), 1);
      expect(await active()).toEqual(["calls Calls false"]);
      await applyText(temp.store, calls("Telephone"), 2);
      expect(await active()).toEqual(["calls Telephone true"]);
    } finally {
      await temp.close();
    }
  });
});
