import { shown } from "./quote.ts";

/** What single cells say. Every reader gives a number, or in words what is wrong; blank cells are not read at all. */

/** A number that was read, or what is wrong with it, to be read after the column's name. */
export type Read<T = number> = { readonly value: T } | { readonly wrong: string };

const value = <T>(read: T): Read<T> => ({ value: read });
const wrong = (why: string): { readonly wrong: string } => ({ wrong: why });

/** How a file writes decimals; undefined: none of its cells shows it. */
export type Decimal = "." | "," | undefined;

const PLAIN = /^[+-]?\d+$/;
/** 1,234 and 1,234,567: groups of three, which may also be one decimal number with three places. */
const GROUPED = /^[+-]?[1-9]\d{0,2}(?:(?<sign>[.,' \u00a0\u202f])\d{3})(?:\k<sign>\d{3})*$/;
const DECIMAL = /^[+-]?(?:\d+|\d{1,3}(?:[,' \u00a0\u202f]\d{3})+)?\.\d+$/;
const DECIMAL_COMMA = /^[+-]?(?:\d+|\d{1,3}(?:[.' \u00a0\u202f]\d{3})+)?,\d+$/;

/** Without its percent sign. No pattern: one for the spaces before it takes hours over a cell of a million spaces. */
const bare = (cell: string): string => (cell.endsWith("%") ? cell.slice(0, -1).trimEnd() : cell);

/** Which decimal sign a file uses, by its cells; "both" where they contradict one another. */
export function decimalOf(cells: Iterable<string>): Decimal | "both" {
  let point = false;
  let comma = false;
  for (const cell of cells) {
    const text = bare(cell);
    if (GROUPED.test(text)) continue;
    if (DECIMAL.test(text)) point = true;
    else if (DECIMAL_COMMA.test(text)) comma = true;
  }
  if (point && comma) return "both";
  if (point) return ".";
  return comma ? "," : undefined;
}

/** A number, with decimals and thousands as the file writes them. */
export function readNumber(cell: string, decimal: Decimal): Read {
  if (PLAIN.test(cell)) return value(Number(cell));
  const sign = GROUPED.exec(cell)?.groups?.["sign"];
  if (sign !== undefined) {
    if ((sign === "," || sign === ".") && (decimal === undefined || sign === decimal)) {
      const several = cell.split(sign).length > 2;
      if (several && decimal === undefined) return value(Number(cell.replaceAll(sign, "")));
      if (several) return wrong(`is ${shown(cell)}, which has two decimal signs`);
      if (decimal === undefined)
        return wrong(
          `is ${shown(cell)}, which could be a thousand and more or a number with three decimals. Write it without a sign for thousands`,
        );
      return value(Number(cell.replace(sign, ".")));
    }
    return value(Number(cell.replaceAll(sign, "")));
  }
  if (DECIMAL.test(cell) && decimal !== ",") return value(Number(cell.replaceAll(/[,' \u00a0\u202f]/g, "")));
  if (DECIMAL_COMMA.test(cell) && decimal !== ".")
    return value(Number(cell.replaceAll(/[.' \u00a0\u202f]/g, "").replace(",", ".")));
  if (DECIMAL.test(cell) || DECIMAL_COMMA.test(cell))
    return wrong(
      `is ${shown(cell)}, while other cells write decimals with a ${decimal === "," ? "comma" : "point"}`,
    );
  return wrong(`is ${shown(cell)}, which is not a number`);
}

/** The largest count that is believed, and the longest time of one interval, ms: beyond it something was joined together. */
const MOST_COUNT = 10_000_000;
const MOST_MS = 1_000 * 86_400_000;

/** A count: whole, not negative. Grouped digits can only be thousands. */
export function readCount(cell: string, decimal: Decimal): Read {
  const read = readNumber(
    cell,
    decimal ?? (GROUPED.test(cell) ? (cell.includes(",") ? "." : ",") : undefined),
  );
  if ("wrong" in read) return read;
  if (read.value < 0) return wrong(`is ${shown(cell)}: a count cannot be negative`);
  if (!Number.isInteger(read.value)) return wrong(`is ${shown(cell)}: a count is a whole number`);
  return read.value > MOST_COUNT ? wrong(`is ${shown(cell)}, which is more than can be true`) : read;
}

/** A number that is not negative: an average, a sum of time. */
function readPositive(cell: string, decimal: Decimal): Read {
  const read = readNumber(cell, decimal);
  return "value" in read && read.value < 0 ? wrong(`is ${shown(cell)}: it cannot be negative`) : read;
}

const CLOCK =
  /^(?:(?:(?<days>\d+)[. ])?(?<hours>\d+):)?(?<minutes>\d{1,2}):(?<seconds>\d{2})(?:[.,](?<parts>\d{1,3})\d*)?$/;

/** A time as a clock shows it (`h:mm:ss`, `mm:ss`) or as a number of `unit`; ms, not rounded. */
export function readDuration(cell: string, unit: "s" | "ms" | "min", decimal: Decimal): Read {
  const clock = CLOCK.exec(cell)?.groups;
  if (clock) {
    const { days = "0", hours, minutes = "0", seconds = "0", parts = "0" } = clock;
    if (Number(seconds) > 59 || (hours !== undefined && Number(minutes) > 59))
      return wrong(`is ${shown(cell)}, which is no time: write hh:mm:ss`);
    const whole = ((Number(days) * 24 + Number(hours ?? 0)) * 60 + Number(minutes)) * 60 + Number(seconds);
    return atMost(whole * 1_000 + Number(parts.padEnd(3, "0")), cell);
  }
  if (cell.startsWith("-")) return wrong(`is ${shown(cell)}: a time cannot be negative`);
  const read = readPositive(cell, decimal);
  if ("wrong" in read) return wrong(`${read.wrong}; a time is hh:mm:ss, mm:ss or a number`);
  return atMost(read.value * { s: 1_000, ms: 1, min: 60_000 }[unit], cell);
}

const atMost = (ms: number, cell: string): Read =>
  ms > MOST_MS ? wrong(`is ${shown(cell)}, which is longer than can be true: is the unit right?`) : value(ms);

/** Whether a column without percent signs counts to 100 or to 1; undefined: its cells do not tell. */
export type Scale = 100 | 1 | undefined;

/** By the cells of a column. A cell with a percent sign says it by itself. */
export function scaleOf(cells: Iterable<string>, decimal: Decimal): Scale {
  let isFraction = false;
  for (const cell of cells) {
    if (cell.endsWith("%")) continue;
    const read = readNumber(cell, decimal);
    if (!("value" in read)) continue;
    if (read.value > 1) return 100;
    if (read.value > 0 && read.value < 1) isFraction = true;
  }
  return isFraction ? 1 : undefined;
}

/** A share from 0 to 1, out of "81.9%", "81.9" or "0.819". */
export function readShare(cell: string, scale: Scale, decimal: Decimal): Read {
  const isMarked = cell.endsWith("%");
  const read = readNumber(bare(cell), decimal);
  if ("wrong" in read) return read;
  if (!isMarked && scale === undefined && read.value === 1)
    return wrong('is "1", which could be 1 % or 100 %. Write it with a percent sign');
  const share =
    isMarked || scale === 100 || (scale === undefined && read.value > 1) ? read.value / 100 : read.value;
  return share >= 0 && share <= 1 ? value(share) : wrong(`is ${shown(cell)}, which is no share of a whole`);
}
