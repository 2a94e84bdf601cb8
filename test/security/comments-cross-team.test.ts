import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alerts, comments, themes } from "../../db/schema/comments.ts";
import { OUTAGE, logs, ordinaryWeeks } from "../support/comments.ts";
import { BURST_PARCEL } from "../support/comments-floor.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  ORDERS,
  type PersonId,
  SLACK_USERS,
  type World,
  as,
  openWorld,
  presses,
  sees,
} from "../support/world.ts";

/** A word that stands in everything that a team's customers said. */
const WORD = { billing: "kiwibill", orders: "kiwiorder" } as const;
const PEOPLE = { billing: ["ana", "tom", "wei", "priya", "sam", "qa"], orders: ["megan", "aoife"] } as const;
const ROOM = { billing: BILLING, orders: ORDERS } as const;
type Team = keyof typeof WORD;
const TEAMS = ["billing", "orders"] as const;
const other = (team: Team): Team => (team === "billing" ? "orders" : "billing");

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const team of TEAMS) await ordinaryWeeks(world, team);
  for (const [n, said] of OUTAGE.entries()) {
    world.clock.advance(60_000);
    await logs(world, n % 2 === 0 ? "ana" : "tom", `C-${3_000 + n} ${said} ${WORD.billing}`);
  }
  for (const [n, said] of BURST_PARCEL.entries()) {
    world.clock.advance(60_000);
    const user = as(world, "megan");
    await user.command("/comment", `C-${4_000 + n} ${said} ${WORD.orders}`, { channel: ORDERS });
  }
  await logs(world, "tom", `C-3999 the charger caught fire ${WORD.billing}`);
  for (const team of TEAMS) await sees(world, PEOPLE[team][0], ROOM[team], "Several customers say the same");
  await until("all is heard", async () =>
    (await world.store.read.select().from(comments)).every(({ heard }) => heard !== null),
  );
}, 60_000);
afterAll(() => world.stop());

/** Everything that somebody sees anywhere. */
const seenBy = (person: PersonId): string => {
  const user = as(world, person);
  return JSON.stringify([...user.sees(BILLING), ...user.sees(ORDERS), ...user.dms(), user.view ?? null]);
};

/** What nobody outside a team may read: its word, its customers, its themes. */
async function secretsOf(team: Team): Promise<readonly string[]> {
  const rows = await world.store.read.select().from(themes);
  const own = rows.filter(({ teamId }) => teamId === team).map(({ ref }) => ref);
  return [WORD[team], team === "billing" ? "C-30" : "C-40", ...own];
}

async function tries(person: PersonId, channel: string, command: string, line: string): Promise<string> {
  const user = as(world, person);
  const before = user.sees(channel).length;
  await user.command(command, line, { channel });
  return (await until("an answer", () => user.sees(channel).slice(before).at(-1))).text;
}

const suggested = (person: PersonId, command: string, option: string, typed: string) =>
  world.running.core.suggest({
    actor: { platform: "slack", workspace: "T0FLOOR", user: SLACK_USERS[person], isBot: false },
    place: { platform: "slack", channel: BILLING },
    command,
    option,
    typed,
  });

describe("what one team's customers said", () => {
  it.each(TEAMS)(
    "is in front of its own people, so that what is looked for can be found: %s",
    async (team) => {
      for (const person of PEOPLE[team]) {
        expect(await tries(person, ROOM[team], "/comments", `search ${WORD[team]}`), person).toContain(
          WORD[team],
        );
        expect(await tries(person, ROOM[team], "/comments", "themes"), person).toContain("TH-");
      }
      expect(seenBy(PEOPLE[team][0])).toContain("Several customers say the same");
    },
  );

  it.each(TEAMS)("reaches nobody of the other team, whatever they run: %s", async (team) => {
    const secrets = await secretsOf(team);
    for (const person of PEOPLE[other(team)]) {
      const channel = ROOM[other(team)];
      const lines = [
        "",
        "mine",
        "themes",
        "about app",
        "about delivery",
        `search ${WORD[team]}`,
        "search %",
        "search _",
      ];
      const answers: string[] = [];
      for (const line of lines) answers.push(await tries(person, channel, "/comments", line));
      for (const ref of secrets.filter((one) => one.startsWith("TH-")))
        expect(await tries(person, channel, "/theme", ref), `${person} ${ref}`).toBe(
          await tries(person, channel, "/theme", "TH-999"),
        );
      expect(
        secrets.filter((secret) => answers.join("\n").includes(secret)),
        person,
      ).toEqual([]);
      expect(seenBy(person), person).not.toContain(WORD[team]);
      for (const typed of ["", "T", "TH-", WORD[team], "app", ...secrets]) {
        const offered = JSON.stringify(await suggested(person, "theme", "theme", typed));
        expect(
          secrets.filter((secret) => offered.includes(secret)),
          `${person}: ${typed}`,
        ).toEqual([]);
      }
    }
  });

  it("is seen by whoever serves all teams", async () => {
    for (const team of TEAMS)
      expect(await tries("helen", BILLING, "/comments", `search ${WORD[team]}`)).toContain(WORD[team]);
  });

  it("goes to another team in the words of whoever chose it, and nothing beside", async () => {
    await presses(world, "priya", BILLING, "Confirm and tell others");
    const priya = as(world, "priya");
    await until("the form", () => priya.view?.title === "Confirm and tell others");
    await priya.fillIn({
      "What to call it": "App logs people out",
      "What to tell them": "The app logs people out. We are on it.",
      "Whom to tell": "Orders: alerts channel",
    });
    await priya.submit();
    const told = await sees(
      world,
      "megan",
      ORDERS,
      "What customers tell us: App logs people out",
      "We are on it.",
    );
    expect(told.buttons).toEqual([]);
    const [alert] = await world.store.read.select().from(alerts);
    expect(alert?.state).toBe("confirmed");
    // Those who logged it were not chosen this time.
    expect(
      as(world, "tom")
        .dms()
        .filter(({ text }) => text.includes("We are on it.")),
    ).toEqual([]);
    for (const person of PEOPLE.orders) expect(seenBy(person), person).not.toContain(WORD.billing);
    priya.closeView();
  });

  it("is in the weekly summary of its own team alone", async () => {
    world.clock.advance(8 * 86_400_000);
    for (const team of TEAMS)
      await sees(world, PEOPLE[team][0], ROOM[team], "What customers told us: the week to");
    for (const team of TEAMS) {
      const secrets = await secretsOf(team);
      const channel = ROOM[other(team)];
      const posts = as(world, PEOPLE[other(team)][0])
        .sees(channel)
        .filter(({ text }) => text.includes("What customers told us: the week to"));
      expect(posts).toHaveLength(1);
      expect(secrets.filter((secret) => posts[0]?.text.includes(secret))).toEqual([]);
    }
  });

  it("is not in the log", () => {
    const log = world.logs.join("\n");
    expect(world.logs.length).toBeGreaterThan(50);
    expect([...Object.values(WORD), "C-30", "C-40"].filter((secret) => log.includes(secret))).toEqual([]);
  });
});
