import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import { describeFailure } from "../../src/errors.ts";
import { loadAssets } from "./assets.ts";
import type { Desk } from "./desk.ts";
import { LARGEST_FILE } from "./files.ts";
import { headers, onlyOurselves } from "./guard.ts";
import { importRoute } from "./routes/import.ts";
import { actRoutes } from "./routes/act.tsx";
import { lookRoutes } from "./routes/look.tsx";
import { streamRoute } from "./routes/stream.ts";
import { LivePage } from "./view/live.tsx";
import { StartPage } from "./view/start.tsx";

/** A whole page, with the doctype that JSX cannot write. */
const document = (page: Child): ReturnType<typeof html> => html`<!doctype html>${page}`;

/** Every address of the console. */
export function createApp(desk: Desk, port: () => number): Hono {
  const { options } = desk;
  const app = new Hono();

  app.use(headers());
  // Before the guard of the pages, which lets in browsers only; it has a guard of its own.
  if (options.takeImport) app.post("/kpi/import", importRoute(options.takeImport, port));
  app.use(onlyOurselves(port));
  app.use(
    bodyLimit({ maxSize: LARGEST_FILE + 1_048_576, onError: (c) => c.text("That is too large.", 413) }),
  );
  app.use(async function neverStored(c, next) {
    await next();
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  });

  serveAssets(app);
  app.get("/health", async (c) => {
    const health = await options.health();
    return c.json(health, health.ok ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    const shown = await options.metrics?.();
    return shown ? c.body(shown.body, 200, { "content-type": shown.contentType }) : c.notFound();
  });
  app.get("/", async (c) => {
    const { organisation } = options;
    if (!options.sandbox)
      return c.html(document(<LivePage organisation={organisation} health={await options.health()} />));
    return c.html(document(<StartPage organisation={organisation} directory={await options.directory()} />));
  });
  // A switcher on a live database would let anybody at this machine decide in somebody else's name.
  if (options.sandbox) {
    app.route("/as/:person", streamRoute(desk));
    app.route("/as/:person", lookRoutes(desk));
    app.route("/as/:person", actRoutes(desk));
  }

  app.notFound((c) => c.text("There is no such page.", 404));
  app.onError((error, c) => {
    options.log("error", "console: a request failed", { failure: describeFailure(error) });
    return c.text("Something went wrong. Try again; if it stays so, look at the log.", 500);
  });
  return app;
}

function serveAssets(app: Hono): void {
  const assets = loadAssets();
  app.get("/assets/:name", (c) => {
    const asset = assets.get(c.req.param("name"));
    if (!asset) return c.notFound();
    c.header("etag", asset.etag);
    c.header("cache-control", "no-cache");
    if (c.req.header("if-none-match") === asset.etag) return c.body(null, 304);
    return c.body(asset.body, 200, { "content-type": asset.contentType });
  });
}
