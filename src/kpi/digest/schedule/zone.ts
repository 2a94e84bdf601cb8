/** Time zones in words: "in Europe/London", "London time", "UTC". */

const ZONES: readonly string[] = [...Intl.supportedValuesOf("timeZone"), "UTC"];
const BY_NAME: ReadonlyMap<string, string> = new Map(ZONES.map((zone) => [zone.toLowerCase(), zone]));

/** Cities whose name only one zone has: "new york" → America/New_York. */
const BY_CITY: ReadonlyMap<string, string> = new Map(
  ZONES.filter((zone) => zone.includes("/")).map((zone) => [
    zone
      .slice(zone.lastIndexOf("/") + 1)
      .toLowerCase()
      .replaceAll("_", " "),
    zone,
  ]),
);

/** The zone that a name stands for, older names included; undefined where there is none of that name. */
function zoneNamed(name: string): string | undefined {
  const known = BY_NAME.get(name.toLowerCase());
  if (known !== undefined) return known;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** What a text says about zones. */
export interface Zones {
  /** Undefined: it names none. */
  readonly zone: string | undefined;
  /** Whether it names one that does not exist, or two. */
  readonly impossible: boolean;
  /** The text without it. */
  readonly rest: string;
}

const CITIES = [...BY_CITY.keys()].toSorted((a, b) => b.length - a.length).join("|");
const CITY = new RegExp(`\\b(?:in (?:the )?(${CITIES})(?: time)?|(${CITIES}) time)\\b`, "g");
/** `Area/City`, or a zone without an area. */
const NAME = /\(?\b(?:in )?([a-z_]+(?:\/[a-z0-9_+-]+)+|utc|gmt)\b\)?(?: time\b)?/g;

/** Takes the zone out of a text in small letters. */
export function readZone(text: string): Zones {
  const found: (string | undefined)[] = [];
  const rest = text
    .replaceAll(NAME, (_whole: string, name: string) => {
      found.push(zoneNamed(name));
      return " ";
    })
    .replaceAll(CITY, (_whole: string, inside: string | undefined, before: string | undefined) => {
      found.push(BY_CITY.get(inside ?? before ?? ""));
      return " ";
    });
  const [zone] = found;
  return { zone, impossible: found.includes(undefined) || new Set(found).size > 1, rest };
}

/** Whether there is a zone of that name. */
export const isZone = (name: string): boolean => zoneNamed(name) !== undefined;
