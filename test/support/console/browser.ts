import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { z } from "zod";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"];

/** A Chromium of the tests' own. `CHROMIUM_PATH` names another than the system's. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: [...FLAGS, "--disable-background-networking", "--disable-component-update"],
  });

const message = z.object({
  text: z.string(),
  buttons: z.array(z.string()),
  private: z.boolean(),
  inThread: z.boolean(),
  pictures: z.array(z.object({ alt: z.string(), bytes: z.base64() })),
  mentionsMe: z.boolean(),
});
const field = z.object({ label: z.string(), value: z.string(), error: z.string().optional() });
const form = z.object({ title: z.string(), fields: z.array(field) }).nullable();

/** What one person sees at one moment. */
export interface Sight {
  readonly channel: readonly z.infer<typeof message>[];
  readonly dms: readonly z.infer<typeof message>[];
  readonly form: z.infer<typeof form>;
}

/** One person at a browser of their own, looking at a channel. */
export interface Desk {
  readonly page: Page;
  readonly look: () => Promise<Sight>;
  /** Does something that the page sends on, and waits for the answer. */
  readonly sends: (action: () => Promise<void>) => Promise<void>;
  readonly leave: () => Promise<void>;
}

/** A page that can say what it shows. Opening one takes long, so tests share them. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  await context.addInitScript({ path: join(import.meta.dirname, "scrape.js") });
  return context.newPage();
}

/** Seats somebody at a page. A person who is not in the channel sees their direct messages instead. */
export async function sitDown(page: Page, url: string, person: string, channel: string): Promise<Desk> {
  const place = `${url}/as/${person}/c/${channel}`;
  const dm = `${url}/as/${person}/dm`;
  const there = await page.goto(place);
  if (there?.ok() !== true) await page.goto(dm);
  const messagesAt = async (address: string) =>
    z.array(message).parse(await page.evaluate(`scrape.messagesAt(${JSON.stringify(address)})`));
  return {
    page,
    look: async () => ({
      channel: await messagesAt(place),
      dms: await messagesAt(dm),
      form: form.parse(await page.evaluate("scrape.openForm()")),
    }),
    sends: async (action) => {
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await action();
      await answered;
    },
    leave: async () => void (await page.goto("about:blank")),
  };
}
