import { EventEmitter, once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { packageRoot } from "../../../src/package-root.ts";

/** Whether pictures for the documentation are taken on the way. */
export const TAKING_PICTURES = process.env["SCREENSHOTS"] === "1";

/** Somebody at a browser of their own. What they see is found as a screen reader finds it: by role and name. */
export interface Person {
  readonly page: Page;
  /** The messages of the place where they are. */
  readonly messages: Locator;
  /** The card of a case, where they are. */
  card(ref: string): Locator;
  /** The form that is open. */
  form(title: string): Locator;
  /** Goes to a channel, or to their direct messages ("Floorwalker"). */
  goTo(place: string): Promise<void>;
  /** How often the browser loaded a whole page. */
  loads(): number;
  /** Errors of the page's script, and answers that say that the server failed. */
  readonly trouble: readonly string[];
}

/** Opens the console, chooses who to be, and goes to a place. */
export async function sitDown(browser: Browser, url: string, name: string, place: string): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 760 },
    deviceScaleFactor: TAKING_PICTURES ? 1.5 : 1,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const trouble: string[] = [];
  let loads = 0;
  page.on("load", () => (loads += 1));
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (line) => {
    // A server that is restarted, or a page that is closed, cuts a request off: the browser and htmx
    // each say so in their words, and the page tries again. What a server answers is another matter, below.
    if (line.type() === "error" && !/net::ERR_|Failed to fetch/.test(line.text())) trouble.push(line.text());
  });
  page.on("response", (answer) => {
    if (answer.status() >= 400) trouble.push(`${answer.status()} ${answer.url()}`);
  });
  const goTo = async (where: string): Promise<void> => {
    const places = page.getByRole("navigation", { name: "Places" });
    await places.getByRole("link", { name: new RegExp(`^${where}( \\d+ unread.*)?$`) }).click();
    await page.getByRole("heading", { name: where, level: 1, exact: true }).waitFor();
  };
  await page.goto(url);
  await page.getByRole("link", { name: new RegExp(`^${name} `) }).click();
  await goTo(place);
  return {
    page,
    messages: page.getByRole("region", { name: "Messages" }),
    card: (ref) =>
      page
        .getByRole("article")
        .filter({ has: page.getByRole("heading", { name: new RegExp(`^${ref} · `) }) }),
    form: (title) => page.getByRole("dialog", { name: title, exact: true }),
    goTo,
    loads: () => loads,
    trouble,
  };
}

/** Keeps what a page fetches from some addresses waiting until what it gives back is called: a slow line. */
export async function slowLine(page: Page, addresses: string): Promise<() => void> {
  const line = new EventEmitter();
  const opened = once(line, "open");
  await page.route(addresses, async (route) => {
    const request = route.request();
    if (request.method() === "GET" && !request.isNavigationRequest()) await opened;
    await route.continue();
  });
  return () => void line.emit("open");
}

/** Controls that a screen reader would announce without a name. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const tree = await page.locator("body").ariaSnapshot();
  const control =
    /^- (?:button|link|textbox|searchbox|spinbutton|combobox|listbox|option|checkbox|radio|radiogroup|dialog|navigation)(?! ")\b/;
  return tree
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => control.test(line));
}

/** By how many pixels the page is wider than the window. */
export const overflow = async (page: Page): Promise<number> =>
  Number(await page.evaluate("document.documentElement.scrollWidth - innerWidth"));

/** With SCREENSHOTS=1, puts a picture into docs/images; of this height, in pixels, where one is given. */
export async function picture(page: Page, name: string, height?: number): Promise<void> {
  if (!TAKING_PICTURES) return;
  const folder = join(packageRoot(), "docs", "images");
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  if (before && height !== undefined) await page.setViewportSize({ ...before, height });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  if (before && height !== undefined) await page.setViewportSize(before);
}
