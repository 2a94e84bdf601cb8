import { afterEach, describe, expect, it } from "vitest";
import { plainText } from "../../src/chat/message.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import { DIGESTS, type Digests, digestFile, openDigests } from "../support/digests.ts";
import { said } from "../support/floor.ts";

let open: Digests | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function start(at: string): Promise<Digests> {
  open = await openDigests(at, { file: await digestFile("kpi: { digest: { weekly: none } }") });
  return open;
}

/** The argument of a button of an answer. */
function buttonOf(answer: Answer, label: string): { readonly action: string; readonly arg: string } {
  if (answer.kind !== "private") throw new Error(`no message but: ${said(answer)}`);
  const button = answer.message.buttons?.find((one) => one.label === label);
  if (!button) throw new Error(`no button ${label} in:\n${plainText(answer.message)}`);
  return button;
}

const ask = (here: Digests, who: "priya" | "ana" | "sam" | "megan" | "aoife" | "helen", line: string) =>
  here.floor.command(who, "digest", line);

const press = async (here: Digests, who: "priya" | "ana" | "helen", answer: Answer, label: string) => {
  const { action, arg } = buttonOf(answer, label);
  return here.floor.button(who, action, arg);
};

const billing = async (here: Digests): Promise<readonly string[]> =>
  (await here.told()).flatMap(({ to, text }) =>
    to === DIGESTS ? [/\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? text] : [],
  );

describe("/digest schedule", () => {
  it("shows what it understood with the next three times, and saves it when it is told to", async () => {
    const here = await start("2026-11-24T12:00");
    const shown = await ask(here, "priya", "schedule mon wed fri 07:45 in Europe/Paris");
    expect(said(shown)).toBe(
      [
        "When Billing gets its digest",
        "Nothing is saved yet.",
        "Monday, Wednesday and Friday at 07:45, Europe/Paris time. There is no weekly roll-up.",
        "The next three:",
        "- Wed 25 Nov 2026, 07:45",
        "- Fri 27 Nov 2026, 07:45",
        "- Mon 30 Nov 2026, 07:45",
        "You can: Save, Change",
      ].join("\n"),
    );
    // Not saved, so the next is as the file says.
    expect(said(await ask(here, "priya", "schedule"))).toContain(
      "Monday to Friday at 08:30, Europe/London time.",
    );
    const kept = await press(here, "priya", shown, "Save");
    expect(said(kept)).toContain("Saved.");
    expect(said(await ask(here, "priya", "schedule"))).toContain("Set by command.");
    await here.at("2026-11-25T06:44:59");
    expect(await billing(here)).toEqual([]);
    await here.at("2026-11-25T06:45:01");
    await here.at("2026-11-25T08:30:01");
    await here.at("2026-11-26T08:30:01");
    await here.at("2026-11-27T06:45:01");
    expect(await billing(here)).toEqual(["2026-11-25", "2026-11-27"]);
    expect((await here.events())[0]).toEqual({
      kind: "digest.scheduled",
      actor: "priya",
      team: "billing",
      facts: { by: "command", at: "07:45", days: ["1", "3", "5"], zone: "Europe/Paris", weekly_on: 0 },
    });
  });

  it("gives the file's schedule back", async () => {
    const here = await start("2026-11-24T12:00");
    await press(here, "priya", await ask(here, "priya", "schedule every day at 9"), "Save");
    const back = await ask(here, "priya", "schedule as the file says");
    expect(said(back)).toContain("Monday to Friday at 08:30, Europe/London time.");
    await press(here, "priya", back, "Save");
    expect(said(await ask(here, "priya", "schedule"))).toContain("As the organisation file says.");
    await here.at("2026-11-25T08:30:01");
    await here.at("2026-11-25T09:00:01");
    expect(await billing(here)).toEqual(["2026-11-25"]);
  });

  it.each([
    ["at 8 and at 12", "A team gets one digest a day, so it can have one time only"],
    ["30 8,12 * * *", "A team gets one digest a day"],
    ["*/5 * * * *", "A team gets one digest a day"],
    ["30 8 1 * *", "A digest comes on weekdays, not on dates"],
    ["sometime soon", "weekdays at 8:30 · mon wed fri 08:45 in Europe/London"],
  ])("opens a form that says why %j cannot be, with what was typed in it", async (words, why) => {
    const here = await start("2026-11-24T12:00");
    const answer = await ask(here, "priya", `schedule ${words}`);
    if (answer.kind !== "form") throw new Error(said(answer));
    expect(answer.form.intro).toContain(why);
    expect(answer.form.intro).toContain("Nothing was changed.");
    expect(answer.form.fields[0]).toMatchObject({ id: "when", initial: words });
    // Still wrong: the form stays, and says it at the field.
    const again = await here.floor.submit("priya", answer, {});
    expect(again).toMatchObject({ kind: "fieldErrors", errors: { when: expect.stringContaining(why) } });
    const right = await here.floor.submit("priya", answer, { when: "weekdays at 7:30", weekly: "3" });
    expect(said(right)).toContain("The weekly roll-up comes on Wednesday at the same time.");
    await press(here, "priya", right, "Save");
    await here.at("2026-11-25T07:30:01");
    expect((await here.told()).map(({ key }) => key)).toEqual([
      "digest/billing/2026-11-25/slack",
      "digest-weekly/billing/2026-11-25/slack",
    ]);
  });

  it("never catches up with a time that has passed when it is saved", async () => {
    const here = await start("2026-11-24T07:00");
    await press(here, "priya", await ask(here, "priya", "schedule weekdays at 6:30"), "Save");
    await here.at("2026-11-24T08:30:01");
    expect(await billing(here)).toEqual([]);
    await here.at("2026-11-25T06:30:01");
    expect(await billing(here)).toEqual(["2026-11-25"]);
  });

  it("moved to later after the digest was posted has no second one that day", async () => {
    const here = await start("2026-11-24T08:00");
    await here.at("2026-11-24T08:30:01");
    await press(here, "priya", await ask(here, "priya", "schedule weekdays at 10:00"), "Save");
    await here.at("2026-11-24T10:00:01");
    expect(await billing(here)).toEqual(["2026-11-24"]);
  });

  it("is for those who lead the team: others hear who can, or nothing at all", async () => {
    const here = await start("2026-11-24T12:00");
    const shown = await ask(here, "priya", "schedule every day at 9");
    const refusal = await ask(here, "ana", "schedule every day at 9");
    expect(said(refusal)).toBe(
      "When this team gets its digest is for those who lead this team. Priya Shah, Quinn Adler, Sam Whitfield can.",
    );
    expect(said(await press(here, "ana", shown, "Save"))).toBe(said(refusal));
    // Whoever does not serve the team learns no more than of a team that does not exist.
    const strange = said(await ask(here, "aoife", "schedule every day at 9"));
    expect(strange).toContain("There is no team that you can see under that name.");
    expect(said(await here.floor.button("aoife", "digest.save", "nowhere 0900 7f 0 UTC"))).toBe(strange);
    expect(said(await here.floor.button("aoife", "digest.mute", "billing"))).toBe(strange);
    // Who serves the whole centre leads it too.
    expect(said(await press(here, "helen", shown, "Save"))).toContain("Saved.");
  });

  it("refuses a button that was tampered with", async () => {
    const here = await start("2026-11-24T12:00");
    for (const arg of [
      "billing 2500 7f 0 UTC",
      "billing 0900 00 0 UTC",
      "billing 0900 7f 0 Mars/Base",
      "billing",
    ])
      expect(said(await here.floor.button("priya", "digest.save", arg))).toContain("does not work any more");
    expect(await here.events()).toEqual([]);
  });
});

describe("/digest mute and unmute", () => {
  it("keeps quiet up to the day, and goes on after it", async () => {
    const here = await start("2026-11-24T12:00");
    expect(said(await ask(here, "priya", "mute until friday"))).toBe(
      [
        "Billing: digests are muted",
        "None is posted up to and including Fri 27 Nov 2026.",
        "The next comes on Mon 30 Nov 2026, 08:30. What is muted is not posted later; /digest now shows the figures at any time.",
        "You can: Unmute",
      ].join("\n"),
    );
    for (const day of ["25", "26", "27", "30"]) await here.at(`2026-11-${day}T08:30:01`);
    expect(await billing(here)).toEqual(["2026-11-30"]);
    const rows = (await here.rows()).filter(({ teamId }) => teamId === "billing");
    expect(rows.map(({ date, state }) => `${date} ${state}`)).toEqual([
      "2026-11-25 muted",
      "2026-11-26 muted",
      "2026-11-27 muted",
      "2026-11-30 posted",
    ]);
    // The other team was never muted.
    expect((await here.told()).filter(({ to }) => to === "U0AOIFE")).toHaveLength(4);
  });

  it("says of what was muted while the program was down nothing at all", async () => {
    const here = await start("2026-11-24T12:00");
    await ask(here, "priya", "mute until thursday");
    await here.downUntil("2026-11-27T09:30");
    const [only, ...more] = (await here.told()).filter(({ to }) => to === DIGESTS);
    expect(only?.text).toContain("daily billing 2026-11-27 [This digest comes 1 hour late.]");
    expect(more).toEqual([]);
  });

  it("ends at once when it is taken back", async () => {
    const here = await start("2026-11-24T12:00");
    await ask(here, "priya", "mute until 2026-12-04");
    await here.at("2026-11-25T08:30:01");
    expect(said(await ask(here, "priya", "unmute"))).toContain("The next comes on Thu 26 Nov 2026, 08:30.");
    await here.at("2026-11-26T08:30:01");
    expect(await billing(here)).toEqual(["2026-11-26"]);
    expect(said(await ask(here, "priya", "unmute"))).toContain("are not muted");
    expect((await here.events()).filter(({ actor }) => actor === "priya")).toEqual([
      { kind: "digest.muted", actor: "priya", team: "billing", facts: { until: "2026-12-04" } },
      { kind: "digest.unmuted", actor: "priya", team: "billing", facts: { until: "2026-12-04" } },
    ]);
  });

  it("asks in a form where it cannot read the day, and refuses days that have passed or lie far ahead", async () => {
    const here = await start("2026-11-24T12:00");
    const answer = await ask(here, "priya", "mute for ever and a day");
    expect(answer.kind).toBe("form");
    expect(await here.floor.submit("priya", answer, { until: "2026-11-01" })).toMatchObject({
      kind: "fieldErrors",
      errors: { until: "This day has passed. Choose today or a day to come." },
    });
    expect(said(await ask(here, "priya", "mute until 2028-01-01"))).toContain("more than 92 days ahead");
    expect(said(await here.floor.submit("priya", answer, { until: "2026-11-25" }))).toContain(
      "Wed 25 Nov 2026",
    );
    expect(said(await ask(here, "ana", "mute until friday"))).toContain(
      "Priya Shah, Quinn Adler, Sam Whitfield can.",
    );
  });
});
