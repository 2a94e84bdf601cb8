import { kpiImports } from "../../db/schema/kpi-imports.ts";
import type { Store } from "../../db/store.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import type { RawValues } from "../../src/chat/form.ts";
import type { ImportReport } from "../../src/kpi/import/report.ts";
import { type Asker, said } from "./floor.ts";
import { YESTERDAY, openKpiFloor, ordinaryDays, storeDays } from "./kpi-floor.ts";
import { isToldToStrangers } from "./roles.ts";

/** `yes`: it happens or its form opens. `no`: refused, and told who can. `hidden`: answered as if it did not exist. */
type KpiCell = "yes" | "no" | "hidden" | "stranger";

/** People of the test centre, in the order of the table's cells. */
export const MEMBERS = ["ana", "tom", "wei", "priya", "sam", "qa", "helen", "megan", "aoife"] as const;

const row = (...cells: readonly KpiCell[]): readonly KpiCell[] => cells;
const everybody = row("yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes");
const team = row("yes", "yes", "yes", "yes", "yes", "yes", "yes", "hidden", "hidden");
const leaders = row("no", "no", "no", "yes", "yes", "yes", "yes", "hidden", "hidden");
const asked = row("yes", "hidden", "yes", "hidden", "hidden", "hidden", "hidden", "hidden", "hidden");
const definers = row("no", "no", "no", "yes", "yes", "yes", "yes", "no", "yes");

const importers = definers;

/**
 * Who may do what with Billing's figures, by hand. Wei is a senior and leads nobody; Priya leads the team, Sam
 * and Quinn are managers, Helen serves all teams; Megan and Aoife are of Orders, which Aoife leads. Ana and
 * Wei are asked about a target that Priya proposed. A KPI is the centre's: who leads any team may define one.
 */
export const KPI_TABLE: Readonly<Record<string, readonly KpiCell[]>> = {
  "command kpi": everybody,
  "command kpi list": team,
  "command kpi show": team,
  "command kpi agree": leaders,
  "command kpi define": definers,
  "command kpi import": importers,
  "command kpi measures": everybody,
  "command kpi staff": everybody,
  "command digest": row("no", "no", "no", "yes", "yes", "yes", "yes", "no", "yes"),
  "command digest preview": leaders,
  "command digest now": leaders,
  "command digest schedule": leaders,
  "command digest mute": leaders,
  "command digest unmute": leaders,
  "button kpi.chart": leaders,
  "button kpi.analyse": leaders,
  "button kpi.rebase": leaders,
  "button kpi.propose": leaders,
  "button kpi.agree": asked,
  "button kpi.decline": asked,
  "button kpi.end_target": leaders,
  "button kpi.withdraw": leaders,
  "button kpi.import_count": leaders,
  "button kpi.import_drop": leaders,
  "button digest.save": leaders,
  "button digest.change": leaders,
  "button digest.mute": leaders,
  "button digest.unmute": leaders,
  "form kpi.analyse": leaders,
  "form kpi.define": definers,
  "form kpi.import": importers,
  "form kpi.rebase": leaders,
  "form kpi.target": leaders,
  "form kpi.decline": asked,
  "form digest.schedule": leaders,
  "form digest.mute": leaders,
};

/** What follows each word of the commands, about Billing. */
const LINES: Readonly<Record<string, string>> = {
  kpi: "",
  "kpi list": "list in Billing",
  "kpi show": "show sl in Billing",
  "kpi agree": "agree sl in Billing",
  "kpi define": "define",
  "kpi import": "import",
  "kpi measures": "measures",
  "kpi staff": "staff 120 240",
  digest: "",
  "digest preview": "preview for Billing",
  "digest now": "now for Billing",
  "digest schedule": "schedule weekdays at 9:15 for Billing",
  "digest mute": "mute until 1 December for Billing",
  "digest unmute": "unmute for Billing",
};

/** What each form is filled in with. */
const VALUES: Readonly<Record<string, RawValues>> = {
  "kpi.analyse": { finding: "Fewer in time at noon", owner: "priya" },
  "kpi.define": {
    name: "Call backs",
    kpi: "call_backs",
    purpose: "To see how many leave the queue",
    formula: "flow_out / offered",
    unit: "percent",
    direction: "down",
  },
  "kpi.import": { file: "F0FILE", kind: "intervals", vendor: "any", dates: "any" },
  "kpi.rebase": { from: "2026-10-20", reason: "Another telephone system" },
  "kpi.target": { low: "80", basis: "The contract", asked: "tom\nwei", owner: "priya", from: "2026-12-01" },
  "kpi.decline": { reason: "Too high" },
  "digest.schedule": { when: "weekdays at 9:15", weekly: "1" },
  "digest.mute": { until: "2026-12-01" },
};

/** What an entry of the table names, as a button or a form holds it. */
type Named = "digest" | "import" | "proposal" | "agreed" | "team" | "nothing";

/** By entry: what it is about. */
export const ABOUT: Readonly<Record<string, Named>> = {
  "kpi.chart": "digest",
  "kpi.analyse": "digest",
  "kpi.rebase": "digest",
  "kpi.propose": "team",
  "kpi.target": "team",
  "kpi.agree": "proposal",
  "kpi.decline": "proposal",
  "kpi.end_target": "agreed",
  "kpi.withdraw": "proposal",
  "kpi.import_count": "import",
  "kpi.import_drop": "import",
  "kpi.define": "nothing",
  "kpi.import": "nothing",
  "digest.save": "team",
  "digest.change": "team",
  "digest.mute": "team",
  "digest.unmute": "team",
  "digest.schedule": "team",
};

/** The argument of a button about something of this id. */
export function argOf(name: string, id: string): string {
  if (ABOUT[name] === "digest") return `${id}/sl`;
  if (name === "kpi.propose") return `${id}/sl`;
  return name === "digest.save" ? `${id} 0915 1f 1 Europe/London` : id;
}

/** What a form about something of this id holds. */
export function contextOf(name: string, id: string): Record<string, string> {
  if (ABOUT[name] === "digest") return { about: `${id}/sl` };
  if (name === "kpi.target") return { kpi: "sl", team: id };
  if (name === "kpi.decline") return { target: id };
  return ABOUT[name] === "nothing" ? {} : { team: id };
}

/** A file about a team that was read and waits for a yes. */
async function staged(store: Store, of: string): Promise<string> {
  const id = `staged-${of}`;
  const report: ImportReport = {
    rows: 1,
    leftOut: 0,
    leftOutLines: [],
    firstDate: YESTERDAY,
    lastDate: YESTERDAY,
    minutes: 30,
    queues: [],
    teams: [of],
    sums: { offered: 4 },
    days: [],
    moreDays: 0,
    missing: [],
    missingIntervals: 0,
    superseded: { rows: 0, changed: 0, offeredBefore: 0, offeredAfter: 0 },
    differences: [],
    moreDifferences: 0,
    warnings: [],
    ignored: [],
    upTo: 0,
  };
  await store.tx((db) =>
    db.insert(kpiImports).values({
      id,
      source: "intervals",
      digest: id,
      fileName: "export.csv",
      mapping: "generic",
      mappingVersion: 1,
      timeZone: "Europe/London",
      memberId: null,
      via: "chat",
      rows: 1,
      report,
      startedAt: 1,
      stagedAt: 1,
      place: null,
      doneAt: null,
    }),
  );
  return id;
}

/** Billing and Orders, each with weeks of readings, an agreed target, an open proposal, a posted digest, and muted. */
export async function openKpiRoles() {
  const here = await openKpiFloor();
  const { floor } = here;
  for (const of of ["billing", "orders"]) await storeDays(floor.store, ordinaryDays(of));
  const does = async (answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer;
    if (given.kind === "fieldErrors") throw new Error(said(given));
    return given;
  };
  const proposes = async (by: Asker, kpi: string, values: RawValues): Promise<void> => {
    const form = await floor.command(by, "kpi", `agree ${kpi}`);
    await does(floor.submit(by, form, { basis: "The contract", from: "2026-11-01", ...values }));
  };
  const target = async (of: string, state: "agreed" | "proposed"): Promise<string> =>
    (await here.targetsOf(of)).find((one) => one.state === state)?.id ?? "";
  const ids: Record<string, Readonly<Record<Named, string>>> = {};
  for (const [of, leader, one, other] of [
    ["billing", "priya", "wei", "ana"],
    ["orders", "aoife", "megan", "helen"],
  ] as const) {
    await proposes(leader, "sl", { low: "80", asked: one });
    await does(floor.button(one, "kpi.agree", await target(of, "proposed")));
    await proposes(leader, "abn_rate", { high: "5", asked: `${one}\n${other}` });
    await does(floor.command(leader, "digest", "now"));
    await does(floor.command(leader, "digest", "mute until 2 December"));
    ids[of] = {
      digest: (await here.digestsOf(of))[0]?.id ?? "",
      proposal: await target(of, "proposed"),
      agreed: await target(of, "agreed"),
      import: await staged(floor.store, of),
      team: of,
      nothing: "",
    };
  }
  // Today's digests are posted; what is done from now on is done on the next day.
  floor.clock.advance(86_400_000);

  const idOf = (of: "billing" | "orders", name: string): string => ids[of]?.[ABOUT[name] ?? "nothing"] ?? "";

  return {
    ...here,
    ids,
    idOf,
    /** Does what an entry of the table says, as somebody would who was never given the button or the form. */
    attempt: (entry: string, asker: Asker, id?: string): Promise<Answer> => {
      const [kind = "", name = "", word] = entry.split(" ");
      if (kind === "command")
        return floor.command(asker, name, LINES[word === undefined ? name : `${name} ${word}`] ?? "");
      const about = id ?? idOf("billing", name);
      if (kind === "button") return floor.button(asker, name, argOf(name, about));
      return floor.forges(asker, name, contextOf(name, about), VALUES[name] ?? {});
    },
    values: (name: string): RawValues => VALUES[name] ?? {},
  };
}

const HIDDEN =
  /^There is no (team|digest|target|KPI|import) that you can see under that name\. Check it and try again\.$/;
const NO =
  /^(?:Agreeing on what a team is measured by|Saying what is the new normal|Defining a KPI|Reading a team's digest|When this team gets its digest) is for those who lead (?:this team|it)\. (?:Priya Shah, Quinn Adler, Sam Whitfield|Quinn Adler, Sam Whitfield, Helen Achebe|Aoife Byrne, Helen Achebe) can\.$/;
/** Who may import is said by level: planners of any team are among them. */
const NO_IMPORT =
  /^Figures (?:of the team "billing" )?are imported by (?:its )?people of level team_leader or above, or by a planner \(role wfm_planner\)\.(?: Nothing was imported\.)?$/;

/** Which cell an answer amounts to. */
export function kpiCellOf(answer: Answer): KpiCell | "something else" {
  if (answer.kind === "form" || answer.kind === "done") return "yes";
  const words = said(answer);
  if (isToldToStrangers(words)) return "stranger";
  if (HIDDEN.test(words)) return "hidden";
  if (NO.test(words) || NO_IMPORT.test(words)) return "no";
  return answer.kind === "fieldErrors" ||
    /nothing was (changed|done|recorded)|went wrong|could not be done|does not work any more/i.test(words)
    ? "something else"
    : "yes";
}
