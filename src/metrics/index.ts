import type { Read } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import type { Activity } from "./activity.ts";
import { readFigures } from "./figures.ts";
import { type Series, seriesOf } from "./series.ts";

export { Activity } from "./activity.ts";

/** An answer to a scrape. */
export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

/** Loaded when somebody asks for the first time: most centres have no Prometheus. */
async function openRegistry() {
  const client = await import("prom-client");
  const register = new client.Registry();
  // Memory, processor time, open files and the delay of the event loop, as every Node process has them.
  client.collectDefaultMetrics({ register, prefix: "floorwalker_" });
  return { client, register };
}

type Opened = Awaited<ReturnType<typeof openRegistry>>;

/** Shows one series as it stands now. */
function show({ client, register }: Opened, { name, help, type, labels, values }: Series): void {
  register.removeSingleMetric(name);
  const description = { name, help, labelNames: [...labels], registers: [register] };
  if (type === "gauge") {
    const shown = new client.Gauge(description);
    for (const { labels: at, value } of values) shown.set(at, value);
  } else {
    const shown = new client.Counter(description);
    for (const { labels: at, value } of values) shown.inc(at, value);
  }
}

/** What answers a scrape of Prometheus. */
export function metrics(parts: {
  readonly db: Read;
  readonly clock: Clock;
  readonly activity: Activity;
  /** How long ago the loop last turned, ms. */
  readonly sinceLastTurn: () => number;
}): () => Promise<Exposition> {
  let opening: Promise<Opened> | undefined;
  return async () => {
    const { client, register } = await (opening ??= openRegistry());
    const figures = await readFigures(parts.db, parts.clock.now());
    const shown = { figures, activity: parts.activity, loopAgeMs: parts.sinceLastTurn() };
    for (const series of seriesOf(shown)) show({ client, register }, series);
    return { contentType: register.contentType, body: await register.metrics() };
  };
}
