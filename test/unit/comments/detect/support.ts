import {
  type Changes,
  Detector,
  type Finding,
  type Remark,
  type Settings,
  type State,
} from "../../../../src/comments/detect/index.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Monday, 08:00 UTC. */
export const START = Date.UTC(2026, 10, 2, 8);

/** Things that customers say on any day; none resembles another. */
export const TOPICS = [
  "the parcel arrived with a broken lid",
  "wants to change the delivery address",
  "password reset link expired",
  "invoice shows the wrong company name",
  "asks whether the shop opens on sunday",
  "router lights flash orange",
  "wants a refund for the blue jacket",
  "subscription renewed without warning",
  "cannot find the warranty card",
  "driver left the package with a neighbour",
  "voucher code refused at checkout",
  "screen of the phone cracked",
  "wants to speak with billing about instalments",
  "newsletter keeps arriving after unsubscribing",
  "coffee machine leaks water",
  "asks for the size chart of running shoes",
  "gift wrapping was missing",
  "loyalty points disappeared",
  "wrong colour of curtains delivered",
  "appointment with the engineer must move",
];

/** A stretch of ordinary days: one comment in twelve minutes, each by a customer of their own. */
export const ordinary = (count: number, from = START): Remark[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `o${at}`,
    text: `${TOPICS[(at * 7) % TOPICS.length]} order ${at}`,
    customer: `customer ${at}`,
    at: from + at * 12 * MINUTE,
  }));

/** Ten days of them: nothing is left to learn. */
export const heard = (settings?: Partial<Settings>): { detector: Detector; now: number } => {
  const detector = new Detector(settings);
  const remarks = ordinary(1200);
  for (const remark of remarks) detector.add(remark);
  return { detector, now: (remarks.at(-1)?.at ?? START) + MINUTE };
};

const OUTAGE = [
  "the mobile network is down in Leeds",
  "no mobile network in Leeds since this morning",
  "network down, Leeds, cannot ring anybody",
  "Leeds: mobile network not working",
  "phone has no network, lives in Leeds",
  "mobile network in Leeds gone",
  "network is down again around Leeds",
  "cannot ring, no network, Leeds",
];

/** Different customers saying that the network in Leeds is down, a minute apart. */
export const outage = (count: number, from: number): Remark[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `b${at}`,
    text: OUTAGE[at % OUTAGE.length] ?? "",
    customer: `leeds ${at}`,
    at: from + at * MINUTE,
  }));

/** What a caller keeps: exactly what the detector says, through JSON. */
export class Store {
  readonly #comments = new Map<string, Remark & { arrival: number; theme: string | undefined }>();
  readonly #themes = new Map<string, State["themes"] extends Iterable<infer T> ? T : never>();
  readonly #alerts = new Map<string, State["alerts"] extends Iterable<infer T> ? T : never>();
  #clock: State["clock"];

  write(changes: Changes, remark?: Remark): void {
    if (remark && changes.heard)
      this.#comments.set(remark.id, { ...remark, ...changes.heard, theme: undefined });
    for (const { from, into } of changes.merged) {
      this.#themes.delete(from);
      for (const comment of this.#comments.values()) if (comment.theme === from) comment.theme = into;
    }
    for (const { comment, theme } of changes.assigned) {
      const known = this.#comments.get(comment);
      if (known) known.theme = theme;
    }
    for (const theme of changes.themes) this.#themes.set(theme.key, theme);
    for (const alert of changes.alerts) this.#alerts.set(alert.key, alert);
    for (const key of changes.expired) this.#alerts.delete(key);
    this.#clock = changes.clock;
  }

  forget(id: string): void {
    this.#comments.delete(id);
  }

  comment(id: string): Remark & { arrival: number; theme: string | undefined } {
    const known = this.#comments.get(id);
    if (known === undefined) throw new RangeError(`never stored: ${id}`);
    return known;
  }

  of(theme: string): (Remark & { arrival: number; theme: string | undefined })[] {
    return [...this.#comments.values()].filter((comment) => comment.theme === theme);
  }

  theme(key: string): State["themes"] extends Iterable<infer T> ? T | undefined : never {
    return this.#themes.get(key);
  }

  state(): State {
    const state: State = structuredClone({
      comments: [...this.#comments.values()],
      themes: [...this.#themes.values()].filter((theme) => !theme.retired),
      alerts: [...this.#alerts.values()],
      clock: this.#clock,
    });
    return state;
  }
}

/** Hears remarks one after another, as a caller would, and keeps what is to be kept. */
export function hear(detector: Detector, remarks: readonly Remark[], store?: Store): Finding[] {
  return remarks.map((remark) => {
    const finding = detector.add(remark);
    store?.write(finding.changes, remark);
    return finding;
  });
}
