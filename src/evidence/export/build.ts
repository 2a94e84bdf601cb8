import type { Read } from "../../../db/store.ts";
import { journalHead } from "../../journal/index.ts";
import { customerReferenceRegex } from "../../organisation/reference.ts";
import { type Member, type Settings, isSandbox, teamName } from "../../people/index.ts";
import { type Portfolio, type PortfolioUnit, SCHEMA } from "../../portfolio/index.ts";
import { profileText } from "../profile/profile.ts";
import { registrationsOf } from "../registered.ts";
import { Gate } from "./gate.ts";
import { itemsOut } from "./items-out.ts";
import { labels, levelWords } from "./names.ts";
import { customerNumbers, storedOf } from "./stored.ts";
import { unitOut } from "./unit-out.ts";

/** What goes into an export beside what is stored. */
interface Asked {
  readonly learner: Member;
  readonly settings: Settings;
  /** Ms since the epoch. */
  readonly now: number;
  /** Of this export. */
  readonly id: string;
}

/**
 * A learner's portfolio as it may leave the centre, at one moment: whoever asks hands in one snapshot of the
 * database. Customers are numbered anew, colleagues become labels; witnesses, assessors and verifiers keep
 * their names (DOMAIN 5.6).
 */
export async function buildPortfolio(db: Read, { learner, settings, now, id }: Asked): Promise<Portfolio> {
  const registrations = await registrationsOf(db, learner.id);
  const stored = await storedOf(db, learner.id);
  const numbers = await customerNumbers(db, stored.items, id);
  const named = new Set([
    learner.id,
    ...stored.testimonies.map(({ witnessId }) => witnessId),
    ...stored.items.map(({ makerId }) => makerId),
    ...registrations.flatMap(({ assessorId, verifierId }) => [assessorId, verifierId]),
  ]);
  const colleagues = labels([...stored.people.values()].filter((one) => !named.has(one.id)));
  const gate = new Gate({
    referencePattern: customerReferenceRegex({
      pattern: settings.customerPattern,
      example: settings.customerExample,
    }),
    customer: (reference) => numbers.byRef.get(reference),
    colleagues,
  });
  const items = await itemsOut(db, { stored, customerLabels: numbers.byId, gate, settings });
  const units: PortfolioUnit[] = [];
  for (const registration of registrations)
    units.push(await unitOut(db, registration, { stored, items, gate, settings, now }));
  const head = await journalHead(db);
  // Written out once: a centre has many colleagues, and a portfolio may have a thousand items.
  const written = JSON.stringify(items);
  return {
    schema: SCHEMA,
    id,
    specimen: await isSandbox(db),
    exportedAt: now,
    centre: { name: settings.name, timezone: settings.timezone },
    learner: {
      name: learner.name,
      position: [
        levelWords(learner.level),
        ...(learner.homeTeam === null ? [] : [await teamName(db, learner.homeTeam)]),
      ].join(", "),
      profile: gate.out("profile", await profileText(db, learner.id)),
    },
    units,
    items,
    colleagues: [...new Set(colleagues.values())].filter((label) => written.includes(label)),
    journal: { events: head.seq, seq: head.seq, hash: head.hash },
    scan: { fields: gate.fields, withheld: gate.withheld },
  };
}
