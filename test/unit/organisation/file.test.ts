import { describe, expect, it } from "vitest";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { file, messages, organisationOf, problemsOf } from "./support.ts";

describe("a file that is no organisation's file", () => {
  it.each([
    ["empty", ""],
    ["only a comment", "# nothing here\n"],
    ["a list", "- a\n- b\n"],
    ["plain text", "hello"],
    ["two documents", `${file()}---\na: b\n`],
    ["indented with tabs", "organisation:\n\tname: x\n"],
    ["with a bracket left open", "levels: [agent, senior\nteams: []\n"],
    ["with a quote left open", 'organisation: { name: "North }\n'],
    ["with an unknown tag", "organisation: !danger { name: x }\n"],
    ["nested without end", "[".repeat(100_000)],
    ["a row of dashes without end", "- ".repeat(100_000)],
    ["a row of question marks without end", "? ".repeat(50_000)],
    ["indented without end", Array.from({ length: 800 }, (_, index) => `${" ".repeat(index)}a:`).join("\n")],
    ["larger than 5 MB", `# ${"x".repeat(5 * 1024 * 1024)}\n`],
    ["larger than 5 MB in bytes", `# ${"£".repeat(3 * 1024 * 1024)}\n`],
  ])("is refused with a line: %s", (_name, text) => {
    const [problem] = problemsOf(text);
    expect(problem?.line).toBeGreaterThanOrEqual(1);
    expect(problem?.message.length).toBeGreaterThan(10);
  });

  it("cannot blow itself up with references", () => {
    const bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n";
    expect(messages(bomb)).toContain("line 2: References (*name) are not read. Write the value out.");
  });

  it.each(["__proto__", "<<"])("cannot hold the key %s", (key) => {
    expect(
      messages(file({ people: `  - { id: ana, name: Ana, team: billing, level: agent, ${key}: { a: b } }` })),
    ).toContain(`The key '${key}' is not allowed.`);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each(["constructor", "prototype", "toString", "hasOwnProperty"])("has no key %s", (key) => {
    expect(
      messages(file({ people: `  - { id: ana, name: Ana, team: billing, level: agent, ${key}: x }` })),
    ).toContain(`there is no key '${key}'`);
  });

  it("names the line of a syntax error", () => {
    expect(problemsOf("organisation:\n  name: x\n  name\n")[0]?.line).toBe(3);
  });
});

describe("every problem is listed at once", () => {
  it("sorted by line, in plain words", () => {
    const text = file({
      organisation: "  nme: Northgate\n  timezone: Europe/Londn",
      people: [
        "  - { id: ana, name: Ana, team: biling, level: agent }",
        "  - { id: bob, name: Bob, team: billing, level: team_leder, disabld: true }",
      ].join("\n"),
    });
    const problems = problemsOf(text);
    expect(problems.map(({ line }) => line)).toEqual(
      problems.map(({ line }) => line).toSorted((a, b) => a - b),
    );
    const all = messages(text);
    for (const part of [
      "organisation: name is missing.",
      "organisation: there is no key 'nme'. Did you mean 'name'?",
      "timezone 'Europe/Londn' is not a time zone",
      "people[0] 'ana': team 'biling' is not in teams (line 5). Did you mean 'billing'?",
      "people[1] 'bob': level 'team_leder' is not in levels (line 4). Did you mean 'team_leader'?",
      "people[1] 'bob': there is no key 'disabld'. Did you mean 'disabled'?",
    ]) {
      expect(all).toContain(part);
    }
  });

  it("each on its own line of the file", () => {
    const text = file({
      people:
        "  - { id: ana, name: Ana, team: billing, level: agent }\n  - id: bob\n    name: Bob\n    level: chief",
    });
    const line = text.split("\n").findIndex((content) => content.includes("level: chief")) + 1;
    expect(problemsOf(text)).toMatchObject([{ line }]);
  });

  it("but not more than anyone can read", () => {
    const people = Array.from({ length: 3000 }, (_, index) => `  - { id: p${index}, name: P, level: chief }`);
    const problems = problemsOf(file({ people: people.join("\n") }));
    expect(problems).toHaveLength(1001);
    expect(problems.at(-1)?.message).toContain("2000 more problems");
  });
});

const person = (rest: string): string =>
  file({ people: `  - { id: zed, name: Zed, team: billing, level: director }\n  - { ${rest} }` });
const team = (rest: string): string =>
  file({
    teams: `  - { id: billing, name: Billing, channels: { escalations: { slack: C0A } } }\n  - { ${rest} }`,
  });
const rows = (...lines: string[]): string =>
  file({ authority: lines.map((line) => `  - { ${line} }`).join("\n") });
const heading = (rest: string): string =>
  file({ organisation: `  name: Northgate\n  timezone: Europe/London\n${rest}` });

describe("a rule that is broken is named", () => {
  it.each<[string, string, string]>([
    ["a repeated key", `${file()}levels: [agent]\n`, "The key 'levels' stands here twice (first on line 4)"],
    ["an unknown section", `${file()}poeple: []\n`, "there is no key 'poeple'. Did you mean 'people'?"],
    ["an unknown section without content", `${file()}autority:\n`, "Did you mean 'authority'?"],
    ["no people", file({ people: "" }).replace("people:\n", "people: []"), "people: is empty"],
    ["no section people", file().replace(/people:[^]*/u, ""), "people: is missing"],
    ["no section organisation", "levels: [a]\n", "organisation: is missing"],
    ["a section that is no list", "people: ana\n", "people: must be a list"],
    [
      "an entry that is no group",
      file({ people: "  - ana" }),
      "people[0]: this entry must be a group of keys",
    ],
    ["a level that stands twice", file({ levels: "[agent, senior, agent]" }), "'agent' stands here twice"],
    ["a level with a capital", file({ levels: "[Agent]" }), "'Agent' must start with a small letter"],
    ["a zone by its offset", file({ organisation: "  name: N\n  timezone: '+01:00'" }), "is not a time zone"],
    ["a name of two lines", person('id: ana, name: "Ana\\nReyes", level: agent'), "must stand on one line"],
    ["an empty name", person("id: ana, name: '', level: agent"), "name is missing"],
    ["a name too long", person(`id: ana, name: ${"x".repeat(81)}, level: agent`), "at most 80"],
    [
      "an id with a capital",
      person("id: Ana, name: Ana, level: agent"),
      "id 'Ana' must start with a small letter",
    ],
    ["an id too long", person(`id: ${"a".repeat(33)}, name: Ana, level: agent`), "at most 32"],
    ["a reserved id", person("id: system, name: Ana, level: agent"), "reserved"],
    ["another reserved id", person("id: floorwalker, name: Ana, level: agent"), "reserved"],
    [
      "a person's id twice",
      person("id: zed, name: Ana, level: agent"),
      "the id 'zed' is already used on line 8",
    ],
    ["a team's id twice", team("id: billing, name: B"), "the id 'billing' is already used on line 6"],
    ["an unknown level", person("id: ana, name: Ana, level: agnet"), "Did you mean 'agent'?"],
    [
      "an unknown team",
      person("id: ana, name: Ana, level: agent, team: nowhere"),
      "team 'nowhere' is not in teams",
    ],
    [
      "an unknown covered team",
      person("id: ana, name: Ana, level: agent, team: billing, covers: [x]"),
      "covers 'x' is not in teams",
    ],
    [
      "covering one's own team",
      person("id: ana, name: Ana, level: agent, team: billing, covers: [billing]"),
      "own team",
    ],
    [
      "covering without a team",
      person("id: ana, name: Ana, level: agent, covers: [billing]"),
      "serves every team anyway",
    ],
    [
      "covers that is no list",
      person("id: ana, name: Ana, level: agent, covers: billing"),
      "covers must be a list",
    ],
    [
      "a yes for true",
      person("id: ana, name: Ana, level: agent, disabled: yes"),
      "disabled 'yes' must be true or false",
    ],
    ["a Slack name for an id", person("id: ana, name: Ana, level: agent, slack: '@ana'"), "Slack member id"],
    ["a Discord name for an id", person("id: ana, name: Ana, level: agent, discord: ana"), "Discord user id"],
    ["no level", person("id: ana, name: Ana"), "level is missing"],
    [
      "a channel by its name",
      team("id: b, name: B, channels: { escalations: { slack: '#billing' } }"),
      "Slack channel id",
    ],
    [
      "a console channel with a space",
      team("id: b, name: B, channels: { alerts: { console: 'the floor' } }"),
      "console 'the floor' must be 1 to 32",
    ],
    [
      "an unknown purpose",
      team("id: b, name: B, channels: { escalation: { slack: C0B } }"),
      "Did you mean 'escalations'?",
    ],
    [
      "a channel of two teams",
      team("id: b, name: B, channels: { escalations: { slack: C0A } }"),
      "already the escalations channel of 'billing'",
    ],
    [
      "a pattern with nested repeats",
      heading('  customer_reference: { pattern: "(a+)+", example: a }'),
      "already repeats",
    ],
    [
      "a pattern with a back reference",
      heading("  customer_reference: { pattern: '(a)\\1', example: aa }"),
      "not read",
    ],
    [
      "a pattern too long",
      heading(`  customer_reference: { pattern: ${"a".repeat(201)}, example: a }`),
      "longer than 200",
    ],
    [
      "an example that does not match",
      heading('  customer_reference: { pattern: "C-[0-9]{4}", example: C-10420 }'),
      "does not match the pattern",
    ],
    [
      "an example that the default does not match",
      heading("  customer_reference: { example: 42 }"),
      "does not match the pattern",
    ],
    [
      "a pattern without an example",
      heading('  customer_reference: { pattern: "C-[0-9]{4}" }'),
      "example is missing",
    ],
    ["a workspace by its name", heading("  workspaces: { slack: northgate }"), "Slack workspace id"],
    [
      "minutes in words",
      `${file()}escalation: { take_within_minutes: { otherwise: soon } }\n`,
      "whole number of minutes",
    ],
    [
      "no minutes",
      `${file()}escalation: { take_within_minutes: { otherwise: 0 } }\n`,
      "whole number of minutes",
    ],
    ["a level that is not in levels", rows("decision: refund, level: boss"), "level 'boss' is not in levels"],
    [
      "a team that does not exist",
      rows("decision: refund, level: senior, team: frod"),
      "team 'frod' is not in teams",
    ],
    [
      "more than two decimals",
      rows("decision: refund, level: senior, limit: 1.005, currency: GBP"),
      "at most two decimals",
    ],
    [
      "three noughts",
      rows("decision: refund, level: senior, limit: 1.000, currency: GBP"),
      "at most two decimals",
    ],
    [
      "a currency sign",
      rows("decision: refund, level: senior, limit: £250, currency: GBP"),
      "bare number such as 250.00: no currency sign",
    ],
    [
      "a quoted thousands comma",
      rows('decision: refund, level: senior, limit: "1,250.00", currency: GBP'),
      "no commas",
    ],
    [
      "a thousands comma in braces",
      rows("decision: refund, level: senior, limit: 1,250.00, currency: GBP"),
      "write the amount without a comma",
    ],
    ["an exponent", rows("decision: refund, level: senior, limit: 1e3, currency: GBP"), "bare number"],
    ["a negative limit", rows("decision: refund, level: senior, limit: -5, currency: GBP"), "bare number"],
    ["a limit of zero", rows("decision: refund, level: senior, limit: 0, currency: GBP"), "more than zero"],
    [
      "a limit too high",
      rows("decision: refund, level: senior, limit: 10000000.01, currency: GBP"),
      "at most 10000000.00",
    ],
    [
      "a small-letter currency",
      rows("decision: refund, level: senior, limit: 5, currency: gbp"),
      "three capital letters",
    ],
    [
      "a currency that is none",
      rows("decision: refund, level: senior, limit: 5, currency: ZZZ"),
      "is not a currency",
    ],
    [
      "a currency without pennies",
      rows("decision: refund, level: senior, limit: 5, currency: JPY"),
      "two decimals",
    ],
    [
      "a limit without a currency",
      rows("decision: refund, level: senior, limit: 5"),
      "limit has no currency",
    ],
    [
      "a currency without a limit",
      rows("decision: refund, level: senior, currency: GBP"),
      "currency is only for",
    ],
    [
      "a period without a limit",
      rows("decision: refund, level: senior, per_customer_days: 9"),
      "per_customer_days is only for",
    ],
    [
      "a level twice for a decision",
      rows("decision: x, level: senior", "decision: x, level: senior"),
      "already a row for level 'senior' on line 12",
    ],
    [
      "a limit that falls as the level rises",
      rows(
        "decision: x, level: director, limit: 20, currency: GBP",
        "decision: x, level: senior, limit: 30, currency: GBP",
      ),
      "limit 20 is less than a lower level has: 'senior' may give 30",
    ],
    [
      "rows with and without a limit",
      rows("decision: x, level: senior", "decision: x, level: director, limit: 3, currency: GBP"),
      "a limit or none",
    ],
    [
      "rows in two currencies",
      rows(
        "decision: x, level: senior, limit: 3, currency: GBP",
        "decision: x, level: director, limit: 3, currency: EUR",
      ),
      "currency must be the same in every row of a decision: 'EUR' here, 'GBP' on line 12",
    ],
    [
      "rows of two teams",
      rows("decision: x, level: senior, team: billing", "decision: x, level: director"),
      "team must be the same",
    ],
    [
      "rows with two labels",
      rows("decision: x, level: senior, label: A", "decision: x, level: director, label: B"),
      "label must be the same",
    ],
    [
      "rows with two periods",
      rows(
        "decision: x, level: senior, limit: 3, currency: GBP, per_customer_days: 30",
        "decision: x, level: director, limit: 3, currency: GBP",
      ),
      "per_customer_days must be the same",
    ],
  ])("%s", (_name, text, message) => {
    expect(messages(text)).toContain(message);
  });

  it.each(["slack: U0ZED", "discord: 123456789012345678"])("one account of two people (%s)", (account) => {
    const text = file({
      people: `  - { id: zed, name: Zed, level: director, ${account} }\n  - { id: ana, name: Ana, level: agent, ${account} }`,
    });
    expect(messages(text)).toContain("already belongs to 'zed' (line 8)");
  });
});

describe("a file that is right", () => {
  it("is filled in with every default", () => {
    expect(organisationOf(file())).toMatchObject({
      customerReference: { pattern: "[A-Z]{1,4}-[A-Z0-9]{2,16}", example: "C-1042" },
      workspaces: {},
      escalation: {
        takeWithinMinutes: { customerWaiting: 2, otherwise: 15 },
        quietAfterMinutes: { customerWaiting: 10, otherwise: 60 },
      },
      people: [{ covers: [], roles: [], disabled: false, decides: true }, {}, {}],
      authority: [{ label: "Fee waiver", limit: { pence: 25_000, currency: "GBP" } }],
    });
  });

  it("keeps what is given", () => {
    const text = person(
      "id: ana, name: Ana, level: agent, team: billing, roles: [qa, qa], slack: U0ANA, discord: 123456789012345678, disabled: true, decides: false",
    );
    expect(organisationOf(text).people[1]).toEqual({
      id: "ana",
      name: "Ana",
      level: "agent",
      team: "billing",
      covers: [],
      roles: ["qa"],
      slack: "U0ANA",
      discord: "123456789012345678",
      disabled: true,
      decides: false,
    });
  });

  it("may set some of the waiting times and leave the others", () => {
    const text = `${file()}escalation: { take_within_minutes: { customer_waiting: 5 } }\n`;
    expect(organisationOf(text).escalation.takeWithinMinutes).toEqual({ customerWaiting: 5, otherwise: 15 });
  });

  it("may have an empty section of waiting times", () => {
    expect(organisationOf(`${file()}escalation:\n`).escalation.takeWithinMinutes.otherwise).toBe(15);
  });

  it("reads words that YAML may take for something else as words", () => {
    expect(organisationOf(person("id: no, name: No, level: agent, team: billing")).people[1]?.name).toBe(
      "No",
    );
    expect(organisationOf(person("id: 'null', name: 1e3, level: agent, team: billing")).people[1]?.name).toBe(
      "1e3",
    );
  });

  it("may leave keys empty", () => {
    expect(
      organisationOf(person("id: ana, name: Ana, level: agent, team: billing, roles: , slack: ")).people,
    ).toHaveLength(2);
  });

  it("may come from another kind of computer", () => {
    expect(organisationOf(`\ufeff${file().replaceAll("\n", "\r\n")}`).name).toBe("Northgate");
  });

  it.each([
    ["0.01", 1],
    ["5", 500],
    ["5.5", 550],
    ["1.15", 115],
    ["10000000.00", 1_000_000_000],
  ])("reads a limit of %s as %i pence", (limit, pence) => {
    const [row] = organisationOf(
      rows(`decision: x, level: director, limit: ${limit}, currency: GBP`),
    ).authority;
    expect(row?.limit).toEqual({ pence, currency: "GBP" });
  });

  it("may give a higher level the same limit", () => {
    const text = rows(
      "decision: x, level: senior, limit: 3, currency: GBP",
      "decision: x, level: director, limit: 3, currency: GBP",
    );
    expect(organisationOf(text).authority).toHaveLength(2);
  });
});

const warningsOf = (text: string): string => {
  const parsed = parseOrganisation(text);
  return parsed.ok
    ? parsed.warnings.map(({ line, message }) => `line ${line}: ${message}`).join("\n")
    : messages(text);
};

describe("what would surprise people is a warning, not a problem", () => {
  it("a file without surprises has none", () => {
    expect(warningsOf(file())).toBe("");
  });

  it.each<[string, string, string]>([
    [
      "nobody above the agents",
      file({ people: "  - { id: ana, name: Ana, team: billing, level: agent }" }),
      "Nobody above level 'agent' serves Billing",
    ],
    [
      "the only one above is disabled",
      file({
        people:
          "  - { id: ana, name: Ana, team: billing, level: agent }\n  - { id: zed, name: Zed, level: director, disabled: true }",
      }),
      "Nobody above level 'agent' serves Billing",
    ],
    [
      "the only one above never decides",
      file({
        people:
          "  - { id: ana, name: Ana, team: billing, level: agent }\n  - { id: zed, name: Zed, level: director, decides: false }",
      }),
      "Nobody above level 'agent' serves Billing",
    ],
    [
      "a decision that nobody can take",
      file({
        people:
          "  - { id: ana, name: Ana, team: billing, level: agent }\n  - { id: priya, name: Priya, level: senior }",
        authority: "  - { decision: x, level: manager }",
      }),
      "line 11: authority[0] 'x': Nobody can take the decision 'x': there is no person of level 'manager' or above",
    ],
    [
      "a team without an escalations channel",
      file({ teams: "  - { id: billing, name: Billing }" }),
      "Billing has no escalations channel",
    ],
  ])("%s", (_name, text, warning) => {
    expect(warningsOf(text)).toContain(warning);
  });

  it("a decision that only a higher level can take is none", () => {
    expect(warningsOf(rows("decision: x, level: manager"))).toBe("");
  });

  it("a person without a chat account is none: the console knows everybody", () => {
    expect(warningsOf(person("id: ana, name: Ana, level: agent, team: billing"))).not.toContain("ana");
  });
});
