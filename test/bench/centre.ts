import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

/** The centre that the measurements work in: the example that ships with Floorwalker, 26 people in five teams. */
export const CENTRE_FILE = join(packageRoot(import.meta.dirname), "docs", "examples", "northgate.yaml");
/** The Slack workspace that the example names. */
export const WORKSPACE = "T0NORTH";
/** Everybody in it who raises cases, by their Slack account. */
export const RAISERS = [
  "U0ANA",
  "U0TOM",
  "U0PRECIOUS",
  "U0CALLUM",
  "U0WEI",
  "U0MEGAN",
  "U0YUSUF",
  "U0KASIA",
  "U0JORDAN",
  "U0DEV",
  "U0ELLIE",
  "U0KWAME",
  "U0HANNAH",
  "U0NADIA",
  "U0OWEN",
  "U0LEON",
  "U0PRIYA",
  "U0AOIFE",
  "U0GARETH",
  "U0GRACE",
  "U0SHANICE",
] as const;
/** Where the form is opened. */
export const CHANNEL = "C0BILLESC";
/** Signs what the load sends; both programs check it. */
export const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";
/** The path on which both programs listen. */
export const EVENTS_PATH = "/slack/events";
