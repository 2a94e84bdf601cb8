import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { type Centre, openCentre } from "../support/fault/centre.ts";
import { type Outsider, startOutsider } from "../support/fault/outsider.ts";
import { confirmationIn, sendForm, shownIn } from "../support/fault/raising.ts";
import { readLedger } from "../support/fault/reckoning.ts";

const EVENTS_PER_SECOND = 50;
/** Slack waits no longer for an answer. */
const ANSWER_WITHIN_MS = 3_000;
const LONGEST_GAP_MS = 300;

let centre: Centre | undefined;
let outsider: Outsider | undefined;
afterEach(async () => {
  await outsider?.stop();
  await centre?.stop();
  centre = undefined;
  outsider = undefined;
});

it.each([0.1, 1, 10, 60])(
  "answers everybody in time and loses nothing while an outsider holds the database for %f s",
  async (seconds) => {
    centre = await openCentre(100);
    const { world, teams, form } = centre;
    const { slack } = world;
    outsider = await startOutsider(world.databaseFile);
    // Warm: the first event of a process compiles everything.
    for (const [n, team] of teams.slice(0, 20).entries()) await sendForm(slack, form, team, `C-${9_000 + n}`);

    const loop = monitorEventLoopDelay({ resolution: 10 });
    loop.enable();
    await outsider.lock();
    const began = performance.now();
    const sending: ReturnType<typeof sendForm>[] = [];
    for (let n = 0; performance.now() - began < seconds * 1_000; n += 1) {
      const team = teams[n % teams.length];
      if (team) sending.push(sendForm(slack, form, team, `C-${1_000_000 + n}`));
      await sleep(Math.max(0, ((n + 1) * 1_000) / EVENTS_PER_SECOND - (performance.now() - began)));
    }
    const heldBy = (await readLedger(world.databaseFile, centre.folder)).cases.length;
    await outsider.release();
    const released = performance.now();
    const submissions = await Promise.all(sending);
    // Looked at a few at a time: the loop that is measured is also this test's.
    const waiting = [...submissions];
    for (
      const end = performance.now() + 120_000;
      waiting.length > 0 && performance.now() < end;
      await sleep(20)
    ) {
      for (const one of waiting.splice(0, 20))
        if (confirmationIn(shownIn(slack, one.view)) === undefined) waiting.push(one);
    }
    const took = performance.now() - released;
    loop.disable();

    const { cases, integrity, orphans } = await readLedger(world.databaseFile, centre.folder);
    const refs = new Map(cases.map((one) => [one.customer, one.ref]));
    const late = submissions.filter((one) => one.late);
    const lost = submissions.filter(
      (one) => refs.get(one.customer) !== confirmationIn(shownIn(slack, one.view)) || !refs.has(one.customer),
    );
    const slowest = Math.max(...submissions.map((one) => one.answeredAfter));
    const gap = loop.max / 1e6;
    console.log(
      `locked ${seconds} s: ${submissions.length} events, ${late.length} told "still saving", slowest first answer ${Math.round(slowest)} ms, longest gap of the event loop ${Math.round(gap)} ms, results delivered ${submissions.length - waiting.length} within ${Math.round(took)} ms of the release, lost ${lost.length}`,
    );
    // The lock was there: nothing but what came before it could be saved.
    expect(heldBy).toBe(20);
    expect(late.length).toBeGreaterThanOrEqual((seconds - 3) * EVENTS_PER_SECOND * 0.8);
    expect(submissions.length).toBeGreaterThan(seconds * EVENTS_PER_SECOND * 0.8);
    expect(submissions.filter((one) => !one.late && one.confirmed === undefined)).toEqual([]);
    expect(slowest).toBeLessThanOrEqual(ANSWER_WITHIN_MS);
    expect(gap).toBeLessThanOrEqual(LONGEST_GAP_MS);
    expect(lost.map((one) => one.customer)).toEqual([]);
    expect({ integrity, orphans }).toEqual({ integrity: "ok", orphans: [] });
  },
  240_000,
);
