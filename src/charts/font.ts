import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.ts";
import { coverageOf } from "./coverage.ts";

/** The family's name in the font files and in every picture. */
export const FAMILY = "Inter";

/** Where our font lies. No other is used, so a picture looks the same on every machine. */
export const fontFiles = (): string[] =>
  ["Inter_400Regular.ttf", "Inter_600SemiBold.ttf"].map((name) =>
    join(packageRoot(), "src", "charts", "fonts", name),
  );

let covers: ((codePoint: number) => boolean) | undefined;

/** Whether our font has a character. Read from the font at the first question. */
export function canDraw(codePoint: number): boolean {
  covers ??= coverageOf(readFileSync(fontFiles()[0] ?? ""));
  return covers(codePoint);
}
