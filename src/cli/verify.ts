import { openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import { processEnvironment, readConfig } from "../config.ts";
import { invalid } from "../errors.ts";
import { type Head, verifyJournal } from "../journal/index.ts";

/** `floorwalker verify`: exit 0 if everything is as it was written, 1 if not. */
export async function verify(options: { readonly anchor?: readonly string[] }): Promise<void> {
  const anchors = (options.anchor ?? []).map(readAnchor);
  const store = await openStore(readConfig(processEnvironment()).database, {
    now: systemClock.now(),
    existingOnly: true,
  });
  try {
    const result = await verifyJournal(store.read, anchors, (checked) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${checked.toLocaleString("en-GB")} events checked`);
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

function readAnchor(text: string): Head {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined)
    throw invalid(
      `"${text}" is no anchor. It looks like 1042:3f9a… (number, colon, 64 hex digits), as verify prints it.`,
      "anchor malformed",
    );
  return { seq: Number(match[1]), hash: match[2] };
}
