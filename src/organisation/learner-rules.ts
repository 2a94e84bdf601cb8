import { didYouMean } from "../suggest.ts";
import { isPlainList, type Path } from "./lines.ts";
import { type Report, shown } from "./report.ts";
import type { Entry } from "./rules.ts";

/** Who has a part in a registration, and what nobody could do who may not use the bot any more. */
const PARTS = ["person", "assessor", "verifier"] as const;
const DEEDS = { assessor: "judge", verifier: "check" } as const;

const text = (entry: Entry, key: string): string | undefined => {
  const value = entry.raw[key];
  return typeof value === "string" ? value : undefined;
};

/** Assessors and verifiers have to be there to do their part; a learner may be away for a while. */
function knownPeople(entry: Entry, byId: ReadonlyMap<string, Entry>, report: Report): void {
  for (const part of PARTS) {
    const id = text(entry, part);
    if (id === undefined) continue;
    const path = [...entry.path, part];
    const person = byId.get(id);
    if (person === undefined) {
      const line = report.lineOf(["people"]);
      const sentence = `${part} ${shown(id)} is not in people (line ${line}).${didYouMean(id, byId.keys())}`;
      report.add(path, sentence, entry.path);
    } else if (part !== "person" && person.raw["disabled"] === "true") {
      const line = report.lineOf(person.path);
      const sentence = `${part} ${shown(id)} is disabled (line ${line}) and could ${DEEDS[part]} nothing. Name somebody else.`;
      report.add(path, sentence, entry.path);
    }
  }
}

/** Nobody judges their own work, nor checks their own judgements (DOMAIN 1.2). */
function threePeople(entry: Entry, report: Report): void {
  for (const [index, part] of PARTS.entries()) {
    const id = text(entry, part);
    const same = PARTS.slice(0, index).find((other) => id !== undefined && text(entry, other) === id);
    if (id === undefined || same === undefined) continue;
    const sentence = `${same} and ${part} are both ${shown(id)}. The learner, who judges and who checks are three people.`;
    report.add([...entry.path, part], sentence, entry.path);
  }
}

/** The units that an entry names, each with its place. */
function unitsIn(entry: Entry): readonly { readonly unit: string; readonly path: Path }[] {
  const single = text(entry, "unit");
  const several = entry.raw["units"];
  return [
    ...(single === undefined ? [] : [{ unit: single, path: [...entry.path, "unit"] }]),
    ...(isPlainList(several)
      ? several.flatMap((unit, index) =>
          typeof unit === "string" ? [{ unit, path: [...entry.path, "units", index] }] : [],
        )
      : []),
  ];
}

/** One unit, or several of which none has an edition of its own. */
function oneOrSeveral(entry: Entry, report: Report): void {
  const { unit, units, edition } = entry.raw;
  if (unit === undefined && units === undefined) {
    const sentence = "unit is missing. Name one (unit: CC15) or several (units: [CC15, 58A]).";
    report.add(entry.path, sentence);
  } else if (unit !== undefined && units !== undefined)
    report.add([...entry.path, "units"], "has both unit and units. Remove one.", entry.path);
  else if (units !== undefined && edition !== undefined) {
    const sentence =
      "edition is for one unit. Give each unit an entry of its own, with unit in place of units.";
    report.add([...entry.path, "edition"], sentence, entry.path);
  }
}

/** Two registrations of one person for one unit could disagree about who judges. */
function oncePerUnit(entries: readonly Entry[], report: Report): void {
  const first = new Map<string, Path>();
  for (const entry of entries) {
    const person = text(entry, "person");
    if (person === undefined) continue;
    for (const { unit, path } of unitsIn(entry)) {
      const key = JSON.stringify([person, unit]);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, path);
      else {
        const line = report.lineOf(earlier);
        const sentence = `already registered for ${shown(unit)} on line ${line}. Remove one of the two.`;
        report.add(path, sentence, entry.path);
      }
    }
  }
}

/** Every rule between the entries of `learners`, and between them and `people`. */
export function learnerRules(learners: readonly Entry[], people: readonly Entry[], report: Report): void {
  const byId = new Map(
    people.flatMap((entry) => {
      const id = text(entry, "id");
      return id === undefined ? [] : [[id, entry] as const];
    }),
  );
  for (const entry of learners) {
    // Without any people that is what is wrong, and it was said.
    if (people.length > 0) knownPeople(entry, byId, report);
    threePeople(entry, report);
    oneOrSeveral(entry, report);
  }
  oncePerUnit(learners, report);
}
