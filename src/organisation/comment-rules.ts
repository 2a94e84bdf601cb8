import { SEVERE_TOPICS } from "../comments/settings.ts";
import { isPlainList, isPlainMap, type Path, type Plain, type PlainMap } from "./lines.ts";
import { type Report, shown } from "./report.ts";
import { type Entries, type Entry, knownLevel } from "./rules.ts";
import { didYouMean } from "../suggest.ts";

const SECTION: Path = ["comments"];

/** Each id, and each label that people choose by, stands once in `about`. */
function onceInAbout(about: readonly Plain[], report: Report): void {
  for (const key of ["id", "label"]) {
    const first = new Map<string, Path>();
    for (const [index, entry] of about.entries()) {
      const value = isPlainMap(entry) ? entry[key] : undefined;
      if (typeof value !== "string") continue;
      const path = [...SECTION, "about", index, key];
      const earlier = first.get(value);
      if (earlier === undefined) first.set(value, path);
      else {
        const line = report.lineOf(earlier);
        report.add(path, `about[${index}].${key} ${shown(value)} is already used on line ${line}.`, SECTION);
      }
    }
  }
}

/** Whoever is told of what may be told to nobody else has to be somebody who works here now. */
function specialistRules(specialists: PlainMap, people: readonly Entry[], report: Report): void {
  const byId = new Map(people.map((entry) => [entry.raw["id"], entry]));
  const ids = [...byId.keys()].filter((id) => typeof id === "string");
  for (const topic of SEVERE_TOPICS) {
    const named = specialists[topic];
    if (!isPlainList(named)) continue;
    for (const [index, id] of named.entries()) {
      if (typeof id !== "string") continue;
      const path = [...SECTION, "specialists", topic, index];
      const who = `specialists.${topic} ${shown(id)}`;
      const person = byId.get(id);
      if (person === undefined) {
        const line = report.lineOf(["people"]);
        report.add(path, `${who} is not in people (line ${line}).${didYouMean(id, ids)}`, SECTION);
      } else if (person.raw["disabled"] === "true") {
        const line = report.lineOf(person.path);
        const sentence = `${who} is disabled (line ${line}) and could never be told. Name somebody else.`;
        report.add(path, sentence, SECTION);
      }
    }
  }
}

/** Every rule between the section `comments`, as written, and the rest of the file. */
export function commentRules(
  written: Plain | undefined,
  { levels, people }: Pick<Entries, "levels" | "people">,
  report: Report,
): void {
  if (!isPlainMap(written)) return;
  knownLevel({ path: SECTION, raw: written }, levels, report, "confirm_from");
  const { about, specialists } = written;
  if (isPlainList(about)) onceInAbout(about, report);
  // Without any people that is what is wrong, and it was said.
  if (isPlainMap(specialists) && people.length > 0) specialistRules(specialists, people, report);
}
