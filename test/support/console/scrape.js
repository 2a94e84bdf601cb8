// What a person sees on a page of the console, read from the page by the tests' browser.

/** Text without what is there for the eye or the ear alone. */
function words(element) {
  const copy = element.cloneNode(true);
  for (const mark of copy.querySelectorAll("[aria-hidden=true], .hidden-text")) mark.remove();
  return copy.textContent;
}

const loaded = new Map();

/** A picture's bytes as its address gives them now, base64; a browser shows what stands in `alt` where there are none. */
async function picture(img) {
  const src = img.getAttribute("src");
  if (!loaded.has(src)) {
    const response = await fetch(src, { cache: "no-store" });
    if (!response.ok) return { alt: img.alt };
    const bytes = new Uint8Array(await response.arrayBuffer());
    loaded.set(src, btoa(String.fromCharCode(...bytes)));
  }
  return { alt: img.alt, bytes: loaded.get(src) };
}

async function message(article, inThread) {
  const body = article.querySelector(".card, .plain");
  const lines = [...body.querySelectorAll("h2, p, dt, dd, li")].map(words);
  const pictures = await Promise.all([...body.querySelectorAll("img.picture")].map(picture));
  const missing = pictures.filter(({ bytes }) => bytes === undefined).map(({ alt }) => alt);
  return {
    text: [...lines, ...missing].join("\n"),
    pictures: pictures.filter(({ bytes }) => bytes !== undefined),
    buttons: [...body.querySelectorAll(".actions button")].map(words),
    private: article.querySelector(".only-you") !== null,
    inThread,
    mentionsMe: article.classList.contains("message-mention"),
  };
}

async function page(address) {
  const response = await fetch(address);
  if (!response.ok) return undefined;
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** The messages of a place as the server would show them now, each followed by its replies. */
async function messagesAt(address) {
  const seen = [];
  const main = await page(address);
  for (const article of main?.querySelectorAll(".main article") ?? []) {
    seen.push(await message(article, false));
    const replies = article.querySelector("a.replies");
    const thread = replies && (await page(replies.getAttribute("href")));
    const all = [...(thread?.querySelectorAll(".thread article") ?? [])];
    seen.push(...(await Promise.all(all.slice(1).map((reply) => message(reply, true)))));
  }
  return seen;
}

/** The open dialog, with the fields that are in sight. */
function openForm() {
  const form = document.querySelector("dialog[open] form");
  if (!form) return null;
  const rows = [...form.querySelectorAll(".field:not([hidden])")];
  return {
    title: words(form.querySelector("h2")),
    fields: rows.map((row) => {
      const control = row.querySelector("input:checked, select, textarea, input:not([type=radio])");
      const error = row.querySelector(".error");
      return {
        label: words(row.querySelector("legend, label")).trim(),
        value: control?.value ?? "",
        ...(error && { error: words(error).trim() }),
      };
    }),
  };
}

globalThis.scrape = { messagesAt, openForm };
