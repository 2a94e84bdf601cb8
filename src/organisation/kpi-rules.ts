import { queueKey } from "../kpi/queue.ts";
import { isPlainList, isPlainMap, type Path, type Plain, type PlainMap } from "./lines.ts";
import { type Report, shown } from "./report.ts";
import { type Entries, knownLevel, knownTeam, teamIds } from "./rules.ts";

const SECTION: Path = ["kpi"];

/** Everything that a queue goes by, with its place. */
function* namesIn(queue: PlainMap): Generator<{ readonly key: Path; readonly name: string }> {
  for (const key of ["id", "name"]) {
    const name = queue[key];
    if (typeof name === "string") yield { key: [key], name };
  }
  const others = queue["also_called"];
  if (!isPlainList(others)) return;
  for (const [index, name] of others.entries())
    if (typeof name === "string") yield { key: ["also_called", index], name };
}

const inWords = ([key, index]: Path): string => `${String(key)}${index === undefined ? "" : `[${index}]`}`;

/** A file of figures names a queue in any of these ways: each has to mean one queue, whatever the capitals. */
function oneQueueEach(queues: readonly Plain[], report: Report): void {
  const first = new Map<string, { readonly queue: number; readonly path: Path }>();
  for (const [index, queue] of queues.entries()) {
    if (!isPlainMap(queue)) continue;
    for (const { key, name } of namesIn(queue)) {
      const path: Path = [...SECTION, "queues", index, ...key];
      const same = queueKey(name);
      const earlier = first.get(same);
      if (earlier === undefined) first.set(same, { queue: index, path });
      // A queue may well be called by its own id.
      else if (earlier.queue !== index) {
        const line = report.lineOf(earlier.path);
        const sentence = `queues[${index}].${inWords(key)} ${shown(name)} already means the queue on line ${line}: figures under that name could be of either.`;
        report.add(path, sentence, SECTION);
      }
    }
  }
}

/** The stretch of a day has to end after it begins. Times that are none were told of. */
function hoursRule(queue: PlainMap, index: number, report: Report): void {
  const { open } = queue;
  if (!isPlainMap(open)) return;
  const { from, to } = open;
  if (typeof from !== "string" || typeof to !== "string") return;
  // Written as 8:00 or 08:00; padded they are in the order of the day.
  if (to.padStart(5, "0") > from.padStart(5, "0")) return;
  const sentence = `queues[${index}].open.to ${shown(to)} is not after from ${shown(from)}. For a queue that is open past midnight leave open out.`;
  report.add([...SECTION, "queues", index, "open", "to"], sentence, SECTION);
}

/** Every rule between the section `kpi`, as written, and the rest of the file. */
export function kpiRules(
  written: Plain | undefined,
  entries: Pick<Entries, "levels" | "teams">,
  report: Report,
): void {
  if (!isPlainMap(written)) return;
  knownLevel({ path: SECTION, raw: written }, entries.levels, report, "leaders_from");
  const { queues } = written;
  if (!isPlainList(queues)) return;
  oneQueueEach(queues, report);
  const teams = teamIds(entries);
  for (const [index, queue] of queues.entries()) {
    if (!isPlainMap(queue)) continue;
    hoursRule(queue, index, report);
    const team = queue["team"];
    if (typeof team !== "string") continue;
    const key: Path = ["queues", index, "team"];
    knownTeam({ path: SECTION }, team, key, teams, report, `queues[${index}].team`);
  }
}
