import { createHash } from "node:crypto";
import type { ReadingSource } from "../../measures.ts";
import { type Decimal, decimalOf } from "../cells.ts";
import { shown } from "../quote.ts";
import { type DateOrder, readMoment, settleOrder, untimely } from "../dates.ts";
import { type Problem, type Problems, problem } from "../file/problem.ts";
import type { Row } from "../file/records.ts";
import type { Insert, OwnFigures, Prepare, Prepared } from "../kind.ts";
import type { Queues } from "../queues.ts";
import { ZoneTimes } from "../zone-times.ts";
import { type Table, type TableShape, bindTable, cellOf, tooLong } from "./columns.ts";

/** What the files of surveys, quality marks and other figures are read with. */
export interface TableOptions {
  readonly queues: Queues;
  readonly teams: ReadonlyMap<string, string>;
  /** Whose figures they are, where the file does not say; undefined: it has to. */
  readonly team: string | undefined;
  /** Of local times in the file. */
  readonly timeZone: string;
  readonly dates: DateOrder | undefined;
  /** Ms since the epoch: nothing happened later. */
  readonly now: number;
}

/** A row, cell by cell, with a place for what is wrong with it. */
export interface Cells {
  readonly line: number;
  readonly decimal: Decimal;
  get(name: string): string | undefined;
  /** A cell that must be there. */
  need(name: string): string;
  wrong(message: string): void;
  /** An instant (ms) that has passed; undefined: the cell is blank. */
  time(name: string): number | undefined;
  /** The team that the row is about, and its queue if it names one. */
  team(): { readonly teamId: string; readonly queueId: string | null };
}

/** What one row comes to. */
export interface TableRow {
  readonly teamId: string;
  readonly queueId: string | null;
  /** No two rows of a file may have the same. */
  readonly key: string;
  /** What two rows with the same key are two of. */
  readonly keyWords: () => string;
  readonly insert: Insert;
  /** Done the second time the file is gone through, stored or not. */
  readonly also?: () => void;
}

/** How the rows of a kind are read. */
export interface TableKind {
  readonly source: ReadingSource;
  readonly version: number;
  readonly shape: TableShape;
  readonly dateColumn: string;
  readonly read: (cells: Cells) => TableRow;
  readonly warnings: readonly string[];
  /** After the second time. */
  readonly figures?: () => OwnFigures;
}

const yes = new Set(["yes", "y", "true", "1"]);
const no = new Set(["no", "n", "false", "0"]);

/** A yes or a no; undefined: the cell is neither. */
export function readYes(cell: string): boolean | undefined {
  if (yes.has(cell.toLowerCase())) return true;
  return no.has(cell.toLowerCase()) ? false : undefined;
}

/** Makes a file with fixed headings ready. */
export const prepareTable =
  (kind: TableKind, options: TableOptions, problems: Problems): Prepare =>
  ([headings = [], ...rows]) => {
    const table = bindTable(kind.shape, headings);
    if ("line" in table) return table;
    if (options.team === undefined && !table.at.has("team") && !table.at.has("queue"))
      return problem(
        1,
        `nothing says whose figures these are. Add a column "team" or "queue", or name the team with the file`,
      );
    const dates = rows.flatMap((row) => cellOf(table, row, kind.dateColumn) ?? []);
    const order = settleOrder(dates, options.dates, 2);
    if (typeof order === "object") return order;
    const numbers = ["score", "weight", "mark", "value"].flatMap((name) =>
      rows.flatMap((row) => cellOf(table, row, name) ?? []),
    );
    const decimal = decimalOf(numbers);
    if (decimal === "both")
      return problem(
        1,
        "some numbers have a decimal comma and others a decimal point. Export the file again in one language",
      );
    return new TableFile(kind, options, { table, order, decimal }, problems);
  };

interface Read {
  readonly table: Table;
  readonly order: DateOrder | undefined;
  readonly decimal: Decimal;
}

/** A key of a file's rows, all of which are in memory at once: a long one by its digest. */
const shortened = (key: string): string =>
  key.length > 100 ? createHash("sha256").update(key).digest("base64") : key;

class TableFile implements Prepared {
  readonly mapping: string;
  readonly version: number;
  readonly timeZone: string;
  readonly reading: string;
  readonly ignored: readonly string[];
  readonly #kind: TableKind;
  readonly #options: TableOptions;
  readonly #read: Read;
  readonly #zone: ZoneTimes;
  readonly #problems: Problems;
  readonly #lines = new Map<string, number>();
  readonly #teams = new Set<string>();
  readonly #queues = new Set<string>();
  readonly #leftOut: number[] = [];
  #rows = 0;

  constructor(kind: TableKind, options: TableOptions, read: Read, problems: Problems) {
    this.mapping = `floorwalker ${kind.source}`;
    this.version = kind.version;
    this.timeZone = options.timeZone;
    this.reading = `${read.order ?? ""} ${options.team ?? ""}`;
    this.ignored = read.table.ignored;
    this.#kind = kind;
    this.#options = options;
    this.#read = read;
    this.#zone = new ZoneTimes(options.timeZone);
    this.#problems = problems;
  }

  examine(row: Row): void {
    const outcome = this.#row(row);
    if (outcome === undefined) this.#leftOut.push(row.line);
    else if ("message" in outcome) this.#problems.add(outcome);
    else {
      const key = shortened(outcome.key);
      const earlier = this.#lines.get(key);
      if (earlier !== undefined)
        this.#problems.add(problem(row.line, `${outcome.keyWords()} was on line ${earlier} already`));
      this.#lines.set(key, row.line);
      this.#teams.add(outcome.teamId);
      if (outcome.queueId !== null) this.#queues.add(outcome.queueId);
      this.#rows += 1;
    }
  }

  finish(): ReturnType<Prepared["finish"]> {
    if (this.#problems.count === 0 && this.#rows === 0)
      this.#problems.add(problem(0, "there is no row with anything in it"));
    if (this.#problems.count > 0) return undefined;
    return {
      rows: this.#rows,
      leftOut: this.#leftOut.length,
      leftOutLines: this.#leftOut.slice(0, 20),
      queues: [...this.#queues],
      teams: [...this.#teams],
    };
  }

  insert(row: Row): Insert | undefined {
    const outcome = this.#row(row);
    if (outcome === undefined || "message" in outcome) return undefined;
    outcome.also?.();
    return outcome.insert;
  }

  told(): ReturnType<Prepared["told"]> {
    return {
      minutes: null,
      differences: [],
      moreDifferences: 0,
      warnings: this.#kind.warnings,
      ...(this.#kind.figures && { figures: this.#kind.figures() }),
    };
  }

  /** Undefined: there is nothing in it. */
  #row({ cells, line }: Row): TableRow | Problem | undefined {
    if (cells.every((cell) => cell.trim() === "")) return undefined;
    const { table, decimal } = this.#read;
    if (cells.length !== table.width)
      return problem(
        line,
        `has ${cells.length} columns where the headings have ${table.width}. If it is the last one, the file was cut off`,
      );
    const long = tooLong(this.#kind.shape, table, cells);
    if (long !== undefined) return problem(line, long);
    const problems: string[] = [];
    const wrong = (message: string): void => void problems.push(message);
    const get = (name: string): string | undefined => cellOf(table, cells, name);
    const row = this.#kind.read({
      line,
      decimal,
      get,
      wrong,
      need: (name) => get(name) ?? (wrong(`"${name}" is empty`), ""),
      time: (name) => this.#time(name, get(name), wrong),
      team: () => this.#team(get("team"), get("queue"), wrong),
    });
    return problems.length > 0 ? problem(line, problems.join("; ")) : row;
  }

  #time(name: string, cell: string | undefined, wrong: (message: string) => void): number | undefined {
    if (cell === undefined) return undefined;
    const moment = readMoment(cell, this.#read.order);
    const at =
      moment && ("instant" in moment ? moment.instant : this.#zone.instants(moment.date, moment.minute)[0]);
    if (at === undefined)
      wrong(`"${name}" is ${shown(cell)}, which is no date that can be read; write it as 2026-11-21 09:30`);
    const off = at === undefined ? undefined : untimely(at, this.#options.now);
    if (off !== undefined) wrong(`"${name}" ${off}`);
    return at;
  }

  #team(
    team: string | undefined,
    queue: string | undefined,
    wrong: (message: string) => void,
  ): { readonly teamId: string; readonly queueId: string | null } {
    const found = queue === undefined ? undefined : this.#options.queues.find(queue);
    if (typeof found === "string") {
      wrong(found);
      return { teamId: "", queueId: null };
    }
    if (typeof found === "object") return { teamId: found.teamId, queueId: found.id };
    const named = team ?? this.#options.team;
    const teamId = named === undefined ? undefined : this.#options.teams.get(named.toLowerCase());
    if (named === undefined) wrong("it names no team");
    else if (teamId === undefined) wrong(`there is no team ${shown(named)}`);
    return { teamId: teamId ?? "", queueId: null };
  }
}
