import { Hono, type Context } from "hono";
import { html } from "hono/html";
import type { Desk } from "../desk.ts";
import { channelsOf } from "../directory.ts";
import { pictureRoute } from "./picture.ts";
import { maySee } from "../place.ts";
import { addressOf, dmAddress } from "../view/address.ts";
import { FormDialog } from "../view/form.tsx";
import { Page } from "../view/page.tsx";
import { ViewFragment } from "../view/view.tsx";
import { snapshot, type Snapshot } from "../view/snapshot.ts";
import { visit, visitor, type Visit } from "./visit.ts";

/** The pages that one person can look at. */
export function lookRoutes(desk: Desk): Hono {
  const app = new Hono();
  app.get("/", async (c) => {
    const who = await visitor(desk, c);
    if (!who) return c.notFound();
    const first = channelsOf(who.directory, who.person)[0];
    return c.redirect(first ? addressOf(who.person.id, first.id) : dmAddress(who.person.id), 302);
  });
  app.get("/places", async (c) => {
    const who = await visitor(desk, c);
    return who ? show(desk, c, { ...who, place: "", channel: undefined, thread: undefined }) : c.notFound();
  });
  for (const place of ["/c/:channel", "/dm"]) {
    app.get(place, async (c) => {
      const where = await visit(desk, c);
      return where ? show(desk, c, where) : c.notFound();
    });
    app.get(`${place}/form/:form`, async (c) => {
      const where = await visit(desk, c);
      const opened = where && desk.forms.find(where.person.id, c.req.param("form"));
      if (!where || !opened) return c.text("This form has expired. Run the command again.", 410);
      return c.html(<FormDialog desk={desk} visit={where} opened={opened} />);
    });
  }
  app.get("/pictures/:message/:picture", (c) => pictureRoute(desk, c));
  app.get("/files/:file", async (c) => {
    const who = await visitor(desk, c);
    const file = who && desk.files.get(c.req.param("file"));
    if (!who || !file) return c.notFound();
    const seen = file.place !== undefined && maySee(who.directory, who.person, file.place);
    if (!seen && file.owner !== who.person.id) return c.notFound();
    const how = file.isImage ? "inline" : "attachment";
    return c.body(new Uint8Array(file.bytes), 200, {
      "content-type": file.contentType,
      "content-disposition": `${how}; filename*=UTF-8''${encodeURIComponent(file.name.replaceAll(/\p{Surrogate}/gu, "_"))}`,
    });
  });
  return app;
}

function show(desk: Desk, c: Context, where: Visit): Response | Promise<Response> {
  const shown = look(desk, c, where);
  return c.html(ours(c) ? <ViewFragment {...shown} /> : html`<!doctype html>${(<Page {...shown} />)}`);
}

/** Sent by our own script; another site cannot send this header with a request of its own. */
const ours = (c: Context): boolean => c.req.header("hx-request") === "true";

/** What a page shows now. A page that nobody looks at asks to leave what is unread unread. */
export function look(desk: Desk, c: Context, where: Visit): Snapshot {
  if (ours(c) && c.req.header("x-hidden") === undefined) desk.book.markRead(where.place, where.person.id);
  return snapshot(desk, where, c.req.query("all") !== undefined);
}
