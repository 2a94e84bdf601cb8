// The console's script: live updates, and what HTML alone cannot do. The server renders every
// view; here is no state that a reload would lose, except what somebody is typing.
import { watchCompletion } from "./completion.js";
import { watchDialog } from "./dialog.js";

const app = document.getElementById("app");
const notice = document.getElementById("notice");
const announcements = document.getElementById("announcements");

/** Requests under way that will bring a new view by themselves. */
let acting = 0;
let refreshing = false;
let refreshAgain = false;

const here = () => location.pathname + location.search;

/** Fetches the view anew. Many changes at once become one request after another, never a pile of them. */
async function refresh() {
  if (acting > 0 || refreshing) {
    refreshAgain = true;
    return;
  }
  refreshing = true;
  refreshAgain = false;
  try {
    const view = here();
    await htmx.ajax("GET", view, { target: "#app", swap: "innerMorph", view });
  } finally {
    refreshing = false;
    if (refreshAgain) setTimeout(refresh, 50);
  }
}

/** Shows a problem until something works again; in the dialog too, which covers the rest of the page. */
function warn(text) {
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = text === "";
  document.getElementById("form-notice")?.remove();
  const inForm = text !== "" && document.querySelector("dialog[open] .form-body > [role=alert]");
  if (!inForm) return;
  const line = document.createElement("p");
  line.id = "form-notice";
  line.className = "form-problem";
  line.textContent = text;
  inForm.append(line);
}

// --- Live updates ---------------------------------------------------------------------------

const POLL_MS = 15_000;
let stream;
let poll;

/** A page in sight listens. EventSource reconnects by itself, and each opening refreshes, so nothing is missed. */
function listen() {
  clearInterval(poll);
  if (stream && stream.readyState !== EventSource.CLOSED) return;
  stream = new EventSource(app.dataset.stream);
  stream.addEventListener("open", () => {
    warn("");
    void refresh();
  });
  stream.addEventListener("refresh", () => void refresh());
  stream.addEventListener("announce", (event) => announce(JSON.parse(event.data).text));
  stream.addEventListener("error", () => {
    warn("Connection lost. Trying again: what you see may be out of date.");
    // A browser gives up where the answer is an error, not silence: then we try again ourselves.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 3_000);
  });
}

/** A page out of sight asks now and then instead: browsers allow six open connections to one server. */
function rest() {
  stream?.close();
  stream = undefined;
  clearInterval(poll);
  poll = setInterval(refresh, POLL_MS);
}

function announce(text) {
  const line = document.createElement("p");
  line.textContent = text;
  announcements.append(line);
  // Read out once; a list that grows would be read again by some readers.
  setTimeout(() => line.remove(), 10_000);
}

document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
// A page kept for "back" would keep its connection, too.
addEventListener("pagehide", () => stream?.close());
addEventListener("pageshow", (event) => event.persisted && listen());

// --- Requests -------------------------------------------------------------------------------

const isAction = (ctx) => ctx.request.method?.toUpperCase() === "POST";

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  // What nobody has looked at stays unread.
  if (document.hidden) ctx.request.headers["X-Hidden"] = "1";
  const { body } = ctx.request;
  // A press of a button gets an id of its own; forms bring theirs.
  if (isAction(ctx) && body instanceof FormData && !body.has("__event"))
    body.set("__event", crypto.randomUUID());
});
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (!isAction(ctx)) return;
  acting += 1;
  ctx.view = here();
});
// Somebody went to another place meanwhile: what comes now shows the one that they left.
document.addEventListener("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  if (ctx.view === undefined || ctx.view === here()) return;
  refreshAgain = true;
  // What an action answers may be more than a view, a form for example, so it is shown and then mended.
  if (!isAction(ctx)) event.preventDefault();
});
document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (!isAction(ctx)) return;
  acting -= 1;
  if (acting === 0 && refreshAgain) void refresh();
});
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response.status < 400) warn("");
});
document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status === 404) warn("That is no longer here. Go to another place in the list.");
  else if (ctx.response.status === 410) warn("This form has expired. Run the command again.");
  else warn("That did not work, and nothing you typed is lost. Try again.");
});
document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && isAction(ctx)) warn("The server cannot be reached. Nothing you typed is lost. Try again.");
});

// --- Focus ----------------------------------------------------------------------------------

/** A button that was pressed may be gone from its card afterwards: the card itself takes the focus. */
let lastCard;
document.addEventListener("focusin", ({ target }) => {
  lastCard = target.closest("article")?.id ?? lastCard;
});
let threadWasOpen = document.getElementById("thread") !== null;
document.addEventListener("htmx:after:swap", () => {
  const thread = document.getElementById("thread");
  // A thread that opens is where one wants to be; on narrow screens all else is out of sight.
  if (thread && !threadWasOpen) thread.focus({ preventScroll: true });
  threadWasOpen = thread !== null;
  if (document.activeElement !== document.body || lastCard === undefined) return;
  document.getElementById(lastCard)?.focus({ preventScroll: true });
});

// --- The rest -------------------------------------------------------------------------------

watchDialog();
watchCompletion();
if (document.hidden) rest();
else listen();
