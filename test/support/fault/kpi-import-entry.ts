/** `floorwalker kpi import` in a process of its own that may die at a failpoint. */
import { importKpis } from "../../../src/cli/kpi.ts";
import { useUtc } from "../../../src/clock.ts";
import { AppError } from "../../../src/errors.ts";
import { armFailpoint } from "../../../src/failpoint.ts";

useUtc();
armFailpoint(process.env["FLOORWALKER_FAILPOINT"]);
const [file = "", ...flags] = process.argv.slice(2);
try {
  await importKpis(file, {
    kind: "intervals",
    ...(flags.includes("--yes") && { yes: true }),
    ...(flags.includes("--dry-run") && { dryRun: true }),
  });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.userMessage);
  process.exitCode = 1;
}
