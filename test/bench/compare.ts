import type { ChildProcess } from "node:child_process";
import { figure, median, percentile, printTable } from "./figures.ts";
import { type Measured, measuredSchema } from "./measured.ts";
import { processorTimeOf } from "./processes.ts";

/** How long and how hard to measure. */
export interface LoadOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly seconds: number;
  /** How many wait for an answer at any time. */
  readonly connections: number;
  /** Where the program's CPU profile is written, if one is wanted. */
  readonly profile: string | undefined;
}

const WARM_UP_SECONDS = 3;

/** A measurement, with the processor time that the server used meanwhile. */
export type Round = Measured & { readonly processorMs: number };

/** What is measured. */
export interface Contender {
  readonly name: string;
  readonly process: ChildProcess;
  /** Puts the load on it. Resolves to a {@link Measured}, not read yet. */
  readonly load: (seconds: number) => Promise<unknown>;
}

/** All rounds of two that were measured in turns. */
export interface Comparison {
  readonly names: readonly [bare: string, program: string];
  readonly bare: readonly Round[];
  readonly program: readonly Round[];
  /** Of the program: its cases count, its time does not. */
  readonly warmUp: Round;
  /** Of each round. */
  readonly seconds: number;
}

/** Measures both in turns, so that whatever else the machine does meets both. */
export async function inTurns(
  bare: Contender,
  program: Contender,
  options: LoadOptions,
): Promise<Comparison> {
  await measure(bare, WARM_UP_SECONDS);
  const warmUp = await measure(program, WARM_UP_SECONDS);
  const ofBare: Round[] = [];
  const ofProgram: Round[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    ofBare.push(await measure(bare, options.seconds));
    ofProgram.push(await measure(program, options.seconds));
  }
  const names = [bare.name, program.name] as const;
  return { names, bare: ofBare, program: ofProgram, warmUp, seconds: options.seconds };
}

async function measure(contender: Contender, seconds: number): Promise<Round> {
  const before = await processorTimeOf(contender.process);
  const measured = measuredSchema.parse(await contender.load(seconds));
  return { ...measured, processorMs: (await processorTimeOf(contender.process)) - before };
}

/** A figure of each round, under its heading. */
export interface Column {
  readonly heading: string;
  readonly of: (one: Round) => number;
  readonly decimals: number;
}

const answers = (one: Round): number => one.opened.length + one.latencies.length;
const perSecond = (one: Round): number => answers(one) / one.seconds;

/** What was answered as expected in a second: forms that opened, and cases that were confirmed. */
export const PER_SECOND: Column = { heading: "per second", of: perSecond, decimals: 0 };
/** Processor time of the server for one of them. */
export const PROCESSOR_EACH: Column = {
  heading: "CPU ms each",
  of: (one) => one.processorMs / answers(one),
  decimals: 2,
};
/** How long they took, half of them and nearly all. */
export const within = (of: "opened" | "latencies", name = ""): readonly Column[] =>
  [50, 99].map((share) => ({
    heading: `${name}p${share} ms`,
    of: (one) => percentile(one[of], share / 100),
    decimals: 1,
  }));

/** Prints the medians of the rounds, and how each round of the program compares with the bare one right before it. */
export function printComparison(
  heading: string,
  { names, bare, program, seconds }: Comparison,
  columns: readonly Column[],
): void {
  const row = (name: string, rounds: readonly Round[]): string[] => [
    name,
    ...columns.map(({ of, decimals }) => figure(median(rounds.map(of)), decimals)),
    rounds.map((one) => figure(perSecond(one))).join(" "),
  ];
  const ratio = ({ of }: Column): string =>
    figure(median(program.map((one, round) => of(one) / of(bare[round] ?? one))), 2);
  printTable(
    `${heading}: ${program.length} rounds of ${seconds} s each, ${figure(program[0]?.bodyBytes ?? 0)} bytes a request; medians of the rounds`,
    [
      ["", ...columns.map((column) => column.heading), "each round, per second"],
      row(names[0], bare),
      row(names[1], program),
      ["ratio", ...columns.map(ratio), ""],
    ],
  );
}
