import { and, eq, isNotNull } from "drizzle-orm";
import { kpiImports, queues } from "../../db/schema/kpi-imports.ts";
import type { Store } from "../../db/store.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { CATALOGUE } from "../kpi/catalogue/index.ts";
import { OPERATOR, bytesSource, confirmImport, importFile } from "../kpi/import/index.ts";
import { agree, findTarget, propose } from "../kpi/targets/index.ts";
import { localDate } from "../local-days.ts";
import { findMember, readSettings } from "../people/index.ts";
import { daysBefore, figuresOf } from "./demo-figures.ts";

/** Six of each weekday, so that Mondays are compared with Mondays. */
const DAYS = 43;
/** What the example's Billing team has agreed to be measured by, in each KPI's unit. */
const AGREED: readonly {
  readonly kpi: string;
  readonly low: number | null;
  readonly high: number | null;
  readonly why: string;
}[] = [
  { kpi: "offered", low: null, high: null, why: "Everybody should know how busy it was." },
  { kpi: "sl", low: 80, high: null, why: "What our customers are promised on the website." },
  { kpi: "abn_rate", low: null, high: 5, why: "Better than last year's 6%." },
  {
    kpi: "aht",
    low: 240,
    high: 300,
    why: "What the team itself usually does, and neither hurried nor lost.",
  },
  { kpi: "sla_ok", low: 90, high: null, why: "Nine of ten cases are taken in the time that was promised." },
];

/**
 * Six weeks of made-up figures for the demo's queues and some agreed targets, so that a visitor sees a
 * digest at once. Yesterday Billing was busier than usual. Stored once.
 */
export async function demoKpis(store: Store, now: number): Promise<void> {
  const [before] = await store.read
    .select({ id: kpiImports.id })
    .from(kpiImports)
    .where(isNotNull(kpiImports.place));
  if (before) return;
  const journal = createJournal(randomIds, true);
  const settings = await readSettings(store.read);
  const all = await store.read
    .select({ id: queues.id, hours: queues.hours })
    .from(queues)
    .where(and(eq(queues.active, true)));
  const days = daysBefore(now, DAYS, settings.timezone);
  const busy = { billing_voice: 1.5, payments_voice: 1.45 };
  const file = days
    .map((date, index) => figuresOf(all, date, settings.timezone, index === DAYS - 1 ? busy : {}))
    .map((text, index) => (index === 0 ? text : text.slice(text.indexOf("\n") + 1)))
    .join("");
  const parts = { store, journal, ids: randomIds, breathe: () => Promise.resolve() };
  const request = {
    source: bytesSource("demo.csv", new TextEncoder().encode(file)),
    kind: "intervals" as const,
    via: "cli" as const,
    member: null,
    mostBytes: file.length,
    problem: () => undefined,
    progress: () => undefined,
  };
  const staged = await importFile(parts, request, now);
  if (staged.outcome === "staged") await confirmImport(parts, staged.importId, null, OPERATOR, now);
  await store.tx(async (db) => {
    const work = { ids: randomIds, journal, active: new Set<never>(), db, now, settings };
    const [priya, sam] = [await findMember(db, "priya"), await findMember(db, "sam")];
    if (!priya || !sam) return;
    for (const { kpi, low, high, why } of AGREED) {
      const definition = CATALOGUE.get(kpi);
      if (!definition) continue;
      const proposal = {
        team: "billing",
        low,
        high,
        from: days[0] ?? localDate(now, settings.timezone),
        basis: why,
        ownerId: priya.id,
        asked: [sam.id],
      };
      const { id } = await propose(work, priya, definition, proposal);
      const target = await findTarget(db, id);
      if (target) await agree(work, sam, target);
    }
  });
}
