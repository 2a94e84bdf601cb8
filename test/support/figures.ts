import type { World } from "./world.ts";
import { daysBefore, figuresOf } from "../../src/cli/demo-figures.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { OPERATOR, bytesSource, confirmImport, importFile } from "../../src/kpi/import/index.ts";

/** The section of queues that {@link importDays} has figures for; goes to the end of the test centre's file. */
export const WITH_QUEUES = `
kpi:
  leaders_from: team_leader
  digest: { at: "08:30", days: [mon, tue, wed, thu, fri, sat, sun], weekly: none }
  queues:
    - { id: bill_voice, name: Billing calls, team: billing, media: voice, open: { days: [mon, tue, wed, thu, fri, sat, sun], from: "08:00", to: "20:00" } }
    - { id: bill_chat, name: Billing chat, team: billing, media: chat, open: { days: [mon, tue, wed, thu, fri, sat, sun], from: "09:00", to: "18:00" } }
    - { id: order_voice, name: Orders calls, team: orders, media: voice, open: { days: [mon, tue, wed, thu, fri, sat, sun], from: "08:00", to: "20:00" } }
`;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7] as const;
const QUEUES = [
  { id: "bill_voice", hours: { days: EVERY_DAY, from: "08:00", to: "20:00" } },
  { id: "bill_chat", hours: { days: EVERY_DAY, from: "09:00", to: "18:00" } },
  { id: "order_voice", hours: { days: EVERY_DAY, from: "08:00", to: "20:00" } },
] as const;

/**
 * Imports made-up figures of the test centre's queues for so many days up to yesterday.
 * @param strain how much more came in on the last of them, 1 is usual; by queue id
 */
export async function importDays(
  { store, clock }: Pick<World, "store" | "clock">,
  count: number,
  strain: Readonly<Record<string, number>> = {},
): Promise<void> {
  const days = daysBefore(clock.now(), count, "Europe/London");
  const files = days.map((date, index) =>
    figuresOf(QUEUES, date, "Europe/London", index === count - 1 ? strain : {}),
  );
  const file = files.map((text, index) => (index === 0 ? text : text.slice(text.indexOf("\n") + 1))).join("");
  const parts = {
    store,
    journal: createJournal(randomIds, false),
    ids: randomIds,
    breathe: () => Promise.resolve(),
  };
  const source = bytesSource("figures.csv", new TextEncoder().encode(file));
  const request = { source, kind: "intervals", via: "cli", member: null, mostBytes: file.length } as const;
  const staged = await importFile(parts, request, clock.now());
  if (staged.outcome !== "staged") throw new Error(JSON.stringify(staged));
  await confirmImport(parts, staged.importId, null, OPERATOR, clock.now());
}
