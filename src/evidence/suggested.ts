import { setImmediate } from "node:timers/promises";
import type { Read } from "../../db/store.ts";
import { startOf } from "../local-days.ts";
import { eventsOf } from "./happened.ts";
import type { Registration } from "./registered.ts";
import { claimsOf, dismissedBy, itemsOf, sourcesOf } from "./store.ts";
import { type EvidenceEvent, type Suggestion, compileUnits, gather } from "./suggest.ts";

/** What somebody did about one thing (a case, a theme, an action …), and what it may show. */
export interface Suggested {
  /** The internal id of what it was about. */
  readonly subject: string;
  /** In the order of the journal; never none. */
  readonly events: readonly EvidenceEvent[];
  /** Never none. */
  readonly suggestions: readonly Suggestion[];
  /** Of the newest event, ms since the epoch. */
  readonly at: number;
}

/** One of them in the making. */
interface Group {
  readonly events: EvidenceEvent[];
  readonly suggestions: Suggestion[];
}

/** Events worked out at a time; others have their turn in between. */
const CHUNK = 500;

/** What goes into {@link suggestedTo}. */
interface Asked {
  readonly learnerId: string;
  readonly registrations: readonly Registration[];
  /** Whether the database is a sandbox. */
  readonly simulated: boolean;
  readonly timeZone: string;
  /** Only what it says of this thing. Whoever asks within a transaction names it: everybody else waits for that. */
  readonly subject?: string | undefined;
}

/**
 * What the record suggests to a learner and they have neither claimed nor dismissed: by what it was about,
 * the newest first. What happened before they registered or joined is in it, from the day that their
 * registration names.
 */
export async function suggestedTo(db: Read, asked: Asked): Promise<Suggested[]> {
  const { learnerId, registrations, simulated, timeZone, subject } = asked;
  const from = new Map(registrations.map(({ unit, fromOn }) => [unit.unit, startOf(fromOn, timeZone)]));
  if (from.size === 0) return [];
  const gathering = gather(compileUnits(registrations.map(({ unit }) => unit)), simulated);
  const events = new Map<number, EvidenceEvent>();
  for await (const some of eventsOf(db, {
    memberId: learnerId,
    from: Math.min(...from.values()),
    subject,
    matters: (kind, role) => gathering.matters(kind, role),
  })) {
    gathering.add(some);
    for (const event of some) events.set(event.seq, event);
  }
  const dismissed = await dismissedBy(db, learnerId);
  const { claimed, kept } = await standingOf(db, learnerId);
  const groups = new Map<string, Group>();
  let done = 0;
  for (const suggestions of gathering.each()) {
    done += 1;
    if (done % CHUNK === 0) await setImmediate();
    const event = events.get(suggestions[0]?.seq ?? -1);
    if (!event || dismissed.has(event.seq)) continue;
    const open = suggestions.filter(
      (one) =>
        event.at >= (from.get(one.unit) ?? 0) &&
        !claimed.has(claimKey(event.seq, one)) &&
        // What is kept is not offered again for what it only supports: that would crowd out what is new.
        (one.strength !== "support" || !kept.has(event.seq)),
    );
    if (open.length === 0) continue;
    const group: Group = groups.get(event.subject) ?? { events: [], suggestions: [] };
    groups.set(event.subject, group);
    group.events.push(event);
    group.suggestions.push(...open);
  }
  return [...groups]
    .map(([about, group]) => ({
      subject: about,
      ...group,
      at: Math.max(...group.events.map(({ at }) => at)),
    }))
    .toSorted((a, b) => b.at - a.at || (a.subject < b.subject ? -1 : 1));
}

const claimKey = (
  seq: number,
  { unit, edition, ref }: { readonly unit: string; readonly edition: string; readonly ref: string },
): string => JSON.stringify([seq, unit, edition, ref]);

/** What stands already: which event is put forward for which criterion, and which events are kept at all. */
async function standingOf(
  db: Read,
  learnerId: string,
): Promise<{ readonly claimed: ReadonlySet<string>; readonly kept: ReadonlySet<number> }> {
  const standing = (await itemsOf(db, learnerId)).filter(({ struckAt }) => struckAt === null);
  const sources = await sourcesOf(
    db,
    standing.map(({ id }) => id),
  );
  const claimed = new Set<string>();
  for (const claim of await claimsOf(db, learnerId)) {
    if (claim.struckAt !== null) continue;
    for (const { seq } of sources.get(claim.itemId) ?? []) claimed.add(claimKey(seq, claim));
  }
  const kept = new Set([...sources.values()].flatMap((some) => some.map(({ seq }) => seq)));
  return { claimed, kept };
}
