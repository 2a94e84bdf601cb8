/**
 * The least that serves as Slack: every call succeeds at once. Its port is its first
 * message; each form that is opened is a message too, so that the load can fill it in.
 */
import { type IncomingMessage, createServer } from "node:http";
import { WORKSPACE } from "./centre.ts";

let posts = 0;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += String(chunk);
  return body;
}

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const view = request.url?.endsWith("/views.open") ? new URLSearchParams(body).get("view") : null;
    if (view !== null) process.send?.({ view });
    posts += 1;
    const ts = `1700000000.${String(posts).padStart(6, "0")}`;
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({ ok: true, team_id: WORKSPACE, user_id: "U0BOT", channel: "C0ANY", ts, message: {} }),
    );
  });
});

server.listen(0, "127.0.0.1", () => {
  const bound = server.address();
  process.send?.({ port: typeof bound === "object" ? bound?.port : undefined });
});
