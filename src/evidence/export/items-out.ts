import { setImmediate } from "node:timers/promises";
import type { Read } from "../../../db/store.ts";
import { type Settings, teamName } from "../../people/index.ts";
import { type PortfolioItem, contentHash } from "../../portfolio/index.ts";
import type { ItemContent } from "../content-hash.ts";
import { isRetrospective } from "../coverage/read.ts";
import { whatWasDone } from "../event-words.ts";
import { eventFacts } from "../happened.ts";
import type { Declaration, Item, Testimony } from "../store.ts";
import { RELATIONSHIPS } from "../testimony/answer.ts";
import { textWords } from "../words.ts";
import type { Gate } from "./gate.ts";
import { declarationOut, levelWords, nameIn } from "./names.ts";
import { type Stored, testimonyHolds } from "./stored.ts";

/** What items are released with. */
interface ItemParts {
  readonly stored: Stored;
  /** By the customer's internal id: "Customer 3". */
  readonly customerLabels: ReadonlyMap<string, string>;
  readonly gate: Gate;
  readonly settings: Settings;
}

/** Items released at a time; each is scanned for much, and others have their turn in between. */
const CHUNK = 10;

/** Every item as it may leave the centre. */
export async function itemsOut(db: Read, parts: ItemParts): Promise<PortfolioItem[]> {
  const { stored } = parts;
  const teams = new Map<string, string>();
  const out: PortfolioItem[] = [];
  for (const item of stored.items) {
    const content = stored.contents.get(item.id);
    if (!content) continue;
    if (item.teamId !== null && !teams.has(item.teamId))
      teams.set(item.teamId, await teamName(db, item.teamId));
    if (out.length % CHUNK === 0) await setImmediate();
    out.push(signedOut(itemOut(item, content, parts, teams.get(item.teamId ?? "") ?? null), item, parts));
  }
  return out;
}

/** An item as it is printed, before what anybody signed is bound to it. */
type Unsigned = Omit<PortfolioItem, "contentHash">;

function itemOut(
  item: Item,
  content: ItemContent,
  { stored, customerLabels, gate, settings }: ItemParts,
  team: string | null,
): Unsigned {
  const say = (where: string, written: string): string => gate.out(`${item.ref}, ${where}`, written);
  const or = (where: string, written: string | null): string | null =>
    written === null ? null : say(where, written);
  return {
    ref: item.ref,
    kind: item.kind,
    title: say("title", content.title),
    myPart: or("my part", content.myPart),
    content: content.content.map(({ label, text }) => ({
      label: textWords(label),
      text: say(textWords(label), text),
    })),
    assistance: or("help", content.assistance),
    procedures: content.procedures.map((one) => say("procedure", one)),
    madeBy: item.makerId === item.learnerId ? "learner" : nameIn(stored.people, item.makerId),
    occurredOn: item.occurredOn,
    recordedAt: item.recordedAt,
    retrospective: isRetrospective(item, settings.timezone),
    customer: content.customer && {
      label: customerLabels.get(item.customerId ?? "") ?? "A customer",
      relation: item.relation,
      tenure: item.tenure,
      handling: item.handling,
      handlingReason: or("situation", content.customer.handlingReason),
    },
    team,
    location: content.location
      ? {
          kind: "signposted",
          system: content.location.system,
          reference: say("where it is", content.location.reference),
          viewedBy: item.viewedBy === null ? null : nameIn(stored.people, item.viewedBy),
          viewedAt: item.viewedAt,
        }
      : { kind: "embedded" },
    sources: (stored.sources.get(item.id) ?? []).map((source) => ({
      seq: source.seq,
      hash: source.hash,
      at: source.at,
      what: whatWasDone({ kind: source.kind, facts: eventFacts(source.facts) }),
      role: source.role,
    })),
    testimonies: [],
    declarations: [],
    struck:
      item.struckAt === null
        ? null
        : {
            at: item.struckAt,
            reason: say("why it was struck through", stored.texts.get(item.struckPayload ?? "") ?? ""),
          },
  };
}

type Signature = PortfolioItem["declarations"][number];

/**
 * The item with what was signed about it, and the hash of what is printed. In the database a signature is bound to
 * what was written, which may hold what does not leave the centre; one that still holds there is bound to the
 * printed content here, and one that does not keeps its own hash, which shows that it has to be given again.
 */
function signedOut(whole: Unsigned, item: Item, { stored, gate }: ItemParts): PortfolioItem {
  const hash = contentHash(whole);
  const bound = (by: Declaration, holds: boolean): Signature => ({
    ...declarationOut(stored.people, by),
    ...(holds ? { contentHash: hash } : {}),
  });
  return {
    ...whole,
    declarations: (stored.signed.get(item.id) ?? []).map((one) =>
      bound(one, one.contentHash === stored.hashes.get(item.ref)),
    ),
    testimonies: stored.testimonies
      .filter(({ itemId }) => itemId === item.id)
      .flatMap((one): PortfolioItem["testimonies"] => {
        const [by] = stored.signed.get(one.id) ?? [];
        if (!by || one.answeredAt === null) return [];
        const declaration = bound(by, testimonyHolds(stored, item.ref, one, by));
        return [{ ...saidOut(stored, gate, item, one), at: one.answeredAt, declaration }];
      }),
    contentHash: hash,
  };
}

/** What a witness said, and as whom. */
function saidOut(
  { texts, people }: Stored,
  gate: Gate,
  item: Item,
  { witnessId, relationship, competencePayload, wordsPayload }: Testimony,
): Omit<PortfolioItem["testimonies"][number], "at" | "declaration"> {
  const witness = people.get(witnessId);
  const name = nameIn(people, witnessId);
  const where = `${item.ref}, testimony of ${name}`;
  return {
    witness: name,
    position: witness ? levelWords(witness.level) : "",
    relationship: RELATIONSHIPS.find(({ value }) => value === relationship)?.label ?? "",
    competence: gate.out(where, texts.get(competencePayload ?? "") ?? ""),
    words: gate.out(where, texts.get(wordsPayload ?? "") ?? ""),
  };
}
