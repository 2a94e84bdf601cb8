import { describe, expect, it } from "vitest";
import { DEFAULT_COMMENT_SETTINGS, commentSettingsOf } from "../../../src/comments/settings.ts";
import { findSettings } from "../../../src/people/index.ts";
import { tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { differences } from "../../../src/organisation/differences.ts";
import { file, messages, organisationOf } from "./support.ts";

/** Lines: comments 13, what is given from 14 on. */
const withComments = (lines: string): string => file({ comments: lines });

const FULL = [
  "  window_hours: 6",
  "  customers: 3",
  "  threshold: 20",
  "  also_after: { customers: 6, days: 7 }",
  "  confirm_from: director",
  "  about:",
  "    - { id: app, label: Mobile app }",
  "    - { id: web, label: Website }",
  "  specialists:",
  "    safety: [priya, helen, priya]",
  "  severe_words:",
  "    law: [trading standards, o'brien act]",
].join("\n");

describe("the section about comments", () => {
  it.each(["left out", "empty"])("has a default for every key, when it is %s", (how) => {
    const text = how === "empty" ? `${file()}comments:\n` : file();
    expect(organisationOf(text).comments).toEqual({
      windowHours: 4,
      customers: 4,
      threshold: 12,
      confirmFrom: "senior",
      about: [],
      specialists: { safety: [], discrimination: [], law: [] },
      severeWords: { safety: [], discrimination: [], law: [] },
    });
  });

  it("lets the only level decide where there is one", () => {
    const text = file({
      levels: "[agent]",
      people: "  - { id: ana, name: Ana, team: billing, level: agent }",
      authority: "  - { decision: x, level: agent }",
    });
    expect(organisationOf(text).comments.confirmFrom).toBe("agent");
  });

  it("keeps what is given, each person and word once", () => {
    expect(organisationOf(withComments(FULL)).comments).toEqual({
      windowHours: 6,
      customers: 3,
      threshold: 20,
      alsoAfter: { customers: 6, days: 7 },
      confirmFrom: "director",
      about: [
        { id: "app", label: "Mobile app" },
        { id: "web", label: "Website" },
      ],
      specialists: { safety: ["priya", "helen"], discrimination: [], law: [] },
      severeWords: { safety: [], discrimination: [], law: ["trading standards", "o'brien act"] },
    });
  });

  it.each([
    ["window_hours", "1", "48"],
    ["customers", "2", "50"],
    ["threshold", "4", "50"],
  ])("takes %s at both ends", (key, least, greatest) => {
    for (const value of [least, greatest])
      expect(messages(withComments(`  ${key}: ${value}`)), value).toBe("");
  });

  it("takes words of other scripts, and a hundred of them", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => `wort${index}`).join(", ");
    expect(messages(withComments(`  severe_words: { safety: [запах газу, 日本], law: [${hundred}] }`))).toBe(
      "",
    );
  });
});

describe("a problem in it is named with its line", () => {
  const about = (...entries: string[]): string =>
    `  about:\n${entries.map((entry) => `    - ${entry}`).join("\n")}`;

  it.each<[string, string, string]>([
    ["a section that is no group", "  - a", "line 13: comments: this entry must be a group of keys."],
    [
      "a misspelt key",
      "  window_hour: 4",
      "line 14: comments: there is no key 'window_hour'. Did you mean 'window_hours'?",
    ],
    ["a misspelt key without a value", "  treshold:", "Did you mean 'threshold'?"],
    [
      "an unknown topic",
      "  specialists:\n    savety: [priya]",
      "line 15: comments: there is no key 'savety' in specialists. Did you mean 'safety'?",
    ],
    [
      "a key of a topic's words",
      "  severe_words: { health: [x y] }",
      "there is no key 'health' in severe_words. The keys here are safety, discrimination, law.",
    ],
    [
      "a misspelt key in a list",
      about("{ id: app, label: App }", "{ id: web, lable: Web }"),
      "line 16: comments: there is no key 'lable' in about.1. Did you mean 'label'?",
    ],
    ["no hours", "  window_hours: 0", "window_hours '0' must be a whole number of hours from 1 to 48."],
    ["too many hours", "  window_hours: 49", "from 1 to 48"],
    ["half an hour", "  window_hours: 0.5", "from 1 to 48"],
    ["one customer", "  customers: 1", "customers '1' must be a whole number of customers from 2 to 50."],
    ["customers in words", "  customers: four", "customers 'four' must be"],
    ["a threshold too low", "  threshold: 3", "threshold '3' must be a whole number of points from 4 to 50."],
    ["a threshold too high", "  threshold: 51", "from 4 to 50"],
    ["half of the plain rule", "  also_after: { customers: 6 }", "also_after.days is missing."],
    ["days without end", "  also_after: { customers: 6, days: 91 }", "also_after.days '91' must be"],
    ["a rule in words", "  also_after: never", "also_after must be a group of keys."],
    [
      "an unknown level",
      "  confirm_from: directer",
      "line 14: comments: confirm_from 'directer' is not in levels (line 4). Did you mean 'director'?",
    ],
    ["what is no list", "  about: app", "about must be a list: [one, two]."],
    ["an entry without a label", about("{ id: app }"), "line 15: comments: about[0].label is missing."],
    ["an id with a space", about("{ id: my app, label: App }"), "about[0].id 'my app' must start with"],
    [
      "an id twice",
      about("{ id: app, label: App }", "{ id: app, label: Other }"),
      "line 16: comments: about[1].id 'app' is already used on line 15.",
    ],
    [
      "a label twice",
      about("{ id: app, label: App }", "{ id: web, label: App }"),
      "line 16: comments: about[1].label 'App' is already used on line 15.",
    ],
    [
      "too many entries",
      about(...Array.from({ length: 101 }, (_, index) => `{ id: a${index}, label: L${index} }`)),
      "about must have at most 100 entries.",
    ],
    [
      "somebody unknown",
      "  specialists:\n    safety: [helen, pria]",
      "line 15: comments: specialists.safety 'pria' is not in people (line 7). Did you mean 'priya'?",
    ],
    [
      "a name that every object has",
      "  specialists: { law: [constructor] }",
      "specialists.law 'constructor' is not in people (line 7).",
    ],
    ["one who is no list", "  specialists: { safety: priya }", "specialists.safety must be a list"],
    [
      "too many people",
      `  specialists: { safety: [${Array.from({ length: 21 }, () => "helen").join(", ")}] }`,
      "specialists.safety must have at most 20 people.",
    ],
    [
      "too many words",
      `  severe_words: { law: [${Array.from({ length: 101 }, (_, index) => `w${index}`).join(", ")}] }`,
      "severe_words.law must have at most 100 words.",
    ],
    ["a pattern for a word", "  severe_words: { law: ['(a+)+'] }", "must be a plain word or phrase"],
    ["a word of one letter", "  severe_words: { law: [x] }", "must be a plain word or phrase"],
    ["a word without end", `  severe_words: { law: [${"x".repeat(61)}] }`, "must be a plain word or phrase"],
    ["an empty word", "  severe_words: { law: ['', ok] }", "severe_words.law[0]"],
  ])("%s", (_name, lines, message) => {
    expect(messages(withComments(lines))).toContain(message);
  });

  it("somebody disabled, with the line where they are", () => {
    const text = file({
      people: [
        "  - { id: ana, name: Ana, team: billing, level: agent }",
        "  - { id: priya, name: Priya, team: billing, level: senior, disabled: true }",
        "  - { id: helen, name: Helen, level: director }",
      ].join("\n"),
      comments: "  specialists: { discrimination: [helen, priya] }",
    });
    expect(messages(text)).toBe(
      "line 14: comments: specialists.discrimination 'priya' is disabled (line 9) and could never be told. Name somebody else.",
    );
  });

  it("but not every specialist, where there are no people at all", () => {
    const text = withComments("  specialists: { safety: [priya] }").replace(/people:\n(?: {2}.*\n)*/, "");
    expect(messages(text)).toBe("line 1: people: is missing. It needs at least one entry.");
  });
});

describe("what would surprise people about comments", () => {
  const warningsOf = (text: string): readonly string[] => {
    const parsed = parseOrganisation(text);
    return parsed.ok
      ? parsed.warnings.map(({ line, message }) => `line ${line}: ${message}`)
      : [messages(text)];
  };

  it("is nothing in a file that does not speak of them", () => {
    expect(warningsOf(file())).toEqual([]);
  });

  it("is a team without a channel for alerts, and a topic for which nobody is named", () => {
    expect(
      warningsOf(withComments("  specialists:\n    safety: [priya]\n    discrimination: [helen]")),
    ).toEqual([
      "line 6: teams[0] 'billing': Billing has no alerts channel: alerts about what its customers repeat go to its escalations channel.",
      "line 14: comments.specialists: nobody is named for law: a severe comment goes to the highest-ranked people who serve the team of whoever passes it on, by direct message.",
    ]);
  });

  it("is a team with no channel at all, of which no channel is told", () => {
    const text = file({
      teams: "  - { id: billing, name: Billing }",
      comments: "  specialists: { safety: [priya], discrimination: [priya], law: [priya] }",
    });
    expect(warningsOf(text).join("\n")).toContain(
      "Billing has no alerts channel: no channel is told of what its customers repeat.",
    );
  });

  it("is each topic where nobody is named for any, on the section's own line", () => {
    expect(warningsOf(withComments("  customers: 5")).join("\n")).toMatch(
      /line 13: comments\.specialists: nobody is named for safety:[^]*for discrimination:[^]*for law:/,
    );
  });
});

describe("what a file would change about comments", () => {
  const changed = (from: string, to: string): readonly string[] => {
    expect(FULL).toContain(from);
    const before = organisationOf(withComments(FULL));
    return differences(before, organisationOf(withComments(FULL.replace(from, to))));
  };

  it("is nothing where nothing changes, nor where the defaults are written out", () => {
    expect(changed(FULL, FULL)).toEqual([]);
    const written = withComments(
      "  window_hours: 4\n  customers: 4\n  threshold: 12\n  confirm_from: senior",
    );
    expect(differences(organisationOf(file()), organisationOf(written))).toEqual([]);
  });

  it.each([
    ["window_hours: 6", "window_hours: 8", "Change the hours in which comments count together from 6 to 8"],
    ["customers: 3\n", "customers: 5\n", "Change the fewest customers for an alert from 3 to 5"],
    ["threshold: 20", "threshold: 10", "Change the threshold for alerts from 20 to 10"],
    [
      "  also_after: { customers: 6, days: 7 }\n",
      "",
      "Change when there is an alert in any case from 6 customers in 7 days to never",
    ],
    [
      "confirm_from: director",
      "confirm_from: team_leader",
      "Change who may decide about alerts from director to team leader",
    ],
    [
      "label: Website }",
      "label: Website }\n    - { id: van, label: Delivery van }",
      "Comments can now be about: Delivery van (van)",
    ],
    ["    - { id: web, label: Website }\n", "", "Comments can no longer be about: Website (web)"],
    ["label: Website", "label: The website", "Rename what comments can be about from Website to The website"],
    ["[priya, helen, priya]", "[priya]", "Safety: Helen Achebe is no longer told of severe comments"],
    [
      "    safety: [priya, helen, priya]",
      "    safety: [helen, priya]\n    law: [ana]",
      "Law: Ana Reyes is now told of severe comments",
    ],
    ["[trading standards,", "[trading standards, arbitration,", "Law: “arbitration” is now a severe word"],
    ["[trading standards, ", "[", "Law: “trading standards” is no longer a severe word"],
  ])("%j to %j is one sentence", (from, to, sentence) => {
    expect(changed(from, to)).toEqual([sentence]);
  });

  it("is a sentence where only the order is another", () => {
    expect(
      changed(
        "    - { id: app, label: Mobile app }\n    - { id: web, label: Website }",
        "    - { id: web, label: Website }\n    - { id: app, label: Mobile app }",
      ),
    ).toEqual(["Change the order of what comments can be about"]);
  });

  it("is everything in a new organisation", () => {
    expect(differences(undefined, organisationOf(withComments(FULL))).slice(-6)).toEqual([
      "Comments can now be about: Mobile app (app)",
      "Comments can now be about: Website (web)",
      "Safety: Priya Shah is now told of severe comments",
      "Safety: Helen Achebe is now told of severe comments",
      "Law: “trading standards” is now a severe word",
      "Law: “o'brien act” is now a severe word",
    ]);
  });
});

describe("applied", () => {
  it("is what the rest of the program reads: hours as milliseconds, the level as its place", async () => {
    const temp = await tempStore();
    try {
      await applyText(temp.store, withComments(FULL), 0);
      expect((await findSettings(temp.store.read))?.comments).toEqual({
        windowMs: 6 * 3_600_000,
        customers: 3,
        threshold: 20,
        plain: { customers: 6, days: 7 },
        confirmRank: 4,
        about: [
          { id: "app", label: "Mobile app" },
          { id: "web", label: "Website" },
        ],
        specialists: { safety: ["priya", "helen"], discrimination: [], law: [] },
        severeWords: { safety: [], discrimination: [], law: ["trading standards", "o'brien act"] },
      });
    } finally {
      await temp.close();
    }
  });

  it("holds by default in a database from before, and for the only level too", () => {
    expect(commentSettingsOf({ comments: null, levels: ["agent", "senior"] })).toEqual(
      DEFAULT_COMMENT_SETTINGS,
    );
    expect(commentSettingsOf({ comments: null, levels: ["agent"] }).confirmRank).toBe(0);
  });
});
