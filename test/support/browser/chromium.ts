import { existsSync } from "node:fs";

/** Where Chromium is; `CHROMIUM_PATH` names another than the system's. */
const path = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Whether there is a Chromium. If not, says once what is skipped and how to get one. */
export function haveChromium(): boolean {
  if (existsSync(path)) return true;
  console.warn(
    `Skipped: no Chromium at ${path}. Install it ("apt-get install chromium") or set CHROMIUM_PATH.`,
  );
  return false;
}
