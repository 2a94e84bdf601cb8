import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { type Head, verifyJournal } from "../journal/index.ts";
import { verifyPortfolio } from "../portfolio/index.ts";

/** `floorwalker verify`: exit 0 if everything is as it was written, 1 if not. */
export async function verify(options: {
  readonly anchor?: readonly string[];
  readonly portfolio?: string;
}): Promise<void> {
  if (options.portfolio !== undefined) {
    await verifyZip(options.portfolio);
    return;
  }
  const anchors = (options.anchor ?? []).map(readAnchor);
  const store = await openStore(readConfig(processEnvironment()).database, {
    now: systemClock.now(),
    existingOnly: true,
  });
  try {
    const result = await verifyJournal(store.read, anchors, (checked, what) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r\u001b[K${checked.toLocaleString("en-GB")} ${what} checked`);
    });
    if (process.stderr.isTTY) process.stderr.write("\n");
    for (const fault of result.faults)
      console.log(`${fault.seq > 0 ? `event ${fault.seq}` : "texts"}: ${fault.what}`);
    console.log(`${result.events} events, ${result.erased} texts erased, ${result.faults.length} faults.`);
    console.log(`Head ${result.head.seq}:${result.head.hash}`);
    if (anchors.length === 0)
      console.log(
        "Without an anchor, a cut-off end cannot show: keep this head, and give it next time with --anchor.",
      );
    if (result.faults.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
}

/** Checks an exported portfolio, as a stranger would with the program that lies in it. */
async function verifyZip(file: string): Promise<void> {
  const { faults, notes, specimen, head, manifestHash } = await verifyPortfolio(file);
  for (const line of faults) console.log(line);
  for (const line of notes) console.log(`note: ${line}`);
  if (specimen) console.log("A SPECIMEN: nothing in it is evidence.");
  if (head) console.log(`Journal head ${head.seq}:${head.hash}: compare it with what the centre published.`);
  if (manifestHash !== null)
    console.log(`Manifest ${manifestHash}: compare it with what the centre recorded.`);
  console.log(faults.length === 0 ? "Every file is as it was exported." : `${faults.length} faults.`);
  if (faults.length > 0) process.exitCode = 1;
}

function readAnchor(text: string): Head {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined)
    throw invalid(
      `"${text}" is no anchor. It looks like 1042:3f9a… (number, colon, 64 hex digits), as verify prints it.`,
      "anchor malformed",
    );
  return { seq: Number(match[1]), hash: match[2] };
}
