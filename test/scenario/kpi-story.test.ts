import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { analyses } from "../../db/schema/digests.ts";
import { kpiBaselines } from "../../db/schema/kpi.ts";
import { journal } from "../../db/schema/foundation.ts";
import { addDays, dayWords, localDate, startOf } from "../../src/local-days.ts";
import { modalOn, onDiscord, pressesOnDiscord, seesOnDiscord } from "../support/discord-floor.ts";
import { WITH_QUEUES, importDays } from "../support/figures.ts";
import { addTeamChannel, withTeamChannel } from "../support/team-channel.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, presses, sees } from "../support/world.ts";

const LONDON = "Europe/London";
const DIGESTS = "C0DIGEST";
const DIGESTS_D = "330000000000000077";
const CHANNEL = { slack: DIGESTS, discord: DIGESTS_D };
const HOUR = 3_600_000;

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

/** The test centre with queues and digest channels, on the evening before a digest, with some days of figures. */
async function open(platform: "slack" | "discord", days = 50): Promise<World> {
  const here = await openWorld({
    platforms: [platform],
    organisation: (source) => `${withTeamChannel(source, "digest", CHANNEL)}${WITH_QUEUES}`,
  });
  world = here;
  addTeamChannel(here, CHANNEL, "billing-digest", ["priya", "sam", "helen"]);
  // Ten in the evening, whenever the test runs: the day's digest is over, the next is to come.
  const today = localDate(here.clock.now(), LONDON);
  here.clock.advance(startOf(addDays(today, 1), LONDON) - 2 * HOUR - here.clock.now());
  if (days > 0) await importDays(here, days, { bill_voice: 1.6, bill_chat: 1.6 });
  return here;
}

/** Half past eight the next morning. */
const nextMorning = (here: World): void => {
  const tomorrow = addDays(localDate(here.clock.now(), LONDON), 1);
  here.clock.advance(startOf(tomorrow, LONDON) + 8.5 * HOUR - here.clock.now());
};

const answered = (here: World, person: "priya"): Promise<string> =>
  until("the form is answered", () => {
    const { view } = as(here, person);
    return view?.submit === undefined ? view?.text : undefined;
  });

describe("a team leader and the figures", () => {
  it("people agree on a KPI, the digest shows it, a click its chart, and what the leader makes of it is kept", async () => {
    const here = await open("slack");
    const priya = as(here, "priya");

    const proposes = async (low: string): Promise<void> => {
      await priya.command("/kpi", "agree sl", { channel: DIGESTS });
      await until("the form", () => priya.view?.title === "Agree on a KPI");
      await priya.fillIn({
        "At least (%)": low,
        "Why this target": "What our customers are promised",
        "Who has to agree": "Sam Whitfield",
        From: localDate(here.clock.now() - 60 * 24 * HOUR, LONDON),
      });
      await priya.submit();
      expect(await answered(here, "priya")).toContain("one person is asked");
    };

    // A target mistyped is taken back before anybody has answered.
    await proposes("8");
    await sees(here, "sam", "dm", "Do you agree: Service level", "at least 8.0%");
    await priya.pressInView("Withdraw");
    await until("the answer", () => priya.view?.text.includes("Withdrawn: Service level"));
    priya.closeView();
    const over = await sees(here, "sam", "dm", "Withdrawn: Service level · Billing");
    expect(over.text).toContain("Priya Shah withdrew this proposal. Nobody needs to answer it any more.");
    expect(over.buttons).toEqual([]);

    // Two people agree on what the team is measured by.
    await proposes("80");
    priya.closeView();
    const asked = await sees(here, "sam", "dm", "Do you agree: Service level · Billing");
    expect(asked.text).toContain("at least 80.0%, higher is better");
    expect(asked.text).toContain("What our customers are promised");
    await presses(here, "sam", "dm", "I agree", "Do you agree");
    await sees(here, "priya", "dm", "Agreed by everybody: Service level");

    // One message before the huddle.
    nextMorning(here);
    const digest = await sees(here, "priya", DIGESTS, "Billing: the day in figures");
    const yesterday = addDays(localDate(here.clock.now(), LONDON), -1);
    // Yesterday was Sunday or a working day; of it nothing was imported, so the last day that was is shown.
    expect(digest.text).toContain(dayWords(addDays(yesterday, -1)));
    expect(digest.text).toMatch(
      /Service level: \d\d\.\d% \([\d,]+ of [\d,]+\) · target at least 80\.0%: short of target/,
    );
    expect(digest.text).toContain("change: lower: outside what is usual");
    expect(digest.text).toContain(
      "1 KPI of 1 changed beyond what is usual; 1 of 1 with a target are short of it.",
    );
    expect(digest.text).toContain("No case is open.");
    expect(digest.text).toContain(`No readings of any of the queues for ${dayWords(yesterday)}.`);
    expect(digest.text).toContain("What will you do, or ask about?");
    expect(digest.text).toMatch(/Record: entry \d+, [0-9a-f]{16}…/);
    expect(digest.pictures).toHaveLength(1);

    // A click: chart and table, for the leader alone.
    await presses(here, "priya", DIGESTS, "Service level", "the day in figures");
    const chart = await sees(here, "priya", DIGESTS, "What is usual rests on 49 days");
    expect(chart.text).toContain("Mind: Five or six formulas are in use");
    expect(chart.ephemeral).toBe(true);
    await until("the chart", () =>
      priya.sees(DIGESTS).some((one) => one.ephemeral && one.pictures.length === 1) ? true : undefined,
    );

    // What the leader makes of it.
    await presses(here, "priya", DIGESTS, "Record my analysis", "the day in figures");
    await until("the form", () => priya.view?.title === "My analysis");
    await priya.fillIn({
      "What do the figures say?": "Half as many again came in, and fewer of them in time",
      "What should be done, or asked?": "Ask planning whether the letter about prices was known",
    });
    await priya.submit();
    expect(await answered(here, "priya")).toContain("Half as many again came in");

    const [kept] = await here.store.read.select().from(analyses);
    expect([kept?.memberId, kept?.kpi]).toEqual(["priya", null]);
    const [frozen] = await here.store.read
      .select()
      .from(kpiBaselines)
      .where(eq(kpiBaselines.teamId, "billing"));
    expect([frozen?.kpi, frozen?.setBy]).toEqual(["sl", null]);
    const record = await here.store.read.select().from(journal);
    const steps = record.filter(
      ({ kind, team }) => team !== "orders" && (kind.startsWith("kpi.") || kind.startsWith("digest.")),
    );
    expect(steps.map(({ kind, actor }) => `${kind} by ${actor}`)).toEqual([
      "kpi.imported by system",
      "kpi.proposed by priya",
      "kpi.withdrawn by priya",
      "kpi.proposed by priya",
      "kpi.agreed_to by sam",
      "kpi.agreed by priya",
      "digest.posted by system",
      "kpi.limits_frozen by system",
      "kpi.analysed by priya",
    ]);
  });

  it("is the same on Discord", async () => {
    const here = await open("discord");
    nextMorning(here);
    const digest = await seesOnDiscord(here, "priya", DIGESTS_D, "Billing: the day in figures");
    expect(digest.text).toMatch(/Service level: \d\d\.\d% \([\d,]+ of [\d,]+\)/);
    expect(digest.text).toContain("nobody has agreed on targets yet (/kpi agree)");
    expect(digest.pictures).toHaveLength(1);
    await pressesOnDiscord(here, "priya", DIGESTS_D, "Service level", "the day in figures");
    const chart = await seesOnDiscord(here, "priya", DIGESTS_D, "What is usual rests on 49 days");
    expect(chart.ephemeral).toBe(true);
    await pressesOnDiscord(here, "priya", DIGESTS_D, "Record my analysis", "the day in figures");
    await modalOn(here, "priya", "My analysis");
    const priya = onDiscord(here, "priya");
    priya.fillIn({ "What do the figures say?": "Half as many again came in" });
    await priya.submit();
    await seesOnDiscord(here, "priya", DIGESTS_D, "Half as many again came in");
  });

  it("who does not lead the team is told who can", async () => {
    const here = await open("slack", 0);
    await as(here, "ana").command("/kpi", "agree sl", { channel: BILLING });
    const told = await sees(here, "ana", BILLING, "is for those who lead this team");
    expect(told.text).toContain("Priya Shah");
  });
});
