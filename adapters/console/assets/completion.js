// The composer: completion of commands after "/", Enter to run, Shift+Enter for a new line.

const parts = () => {
  const form = document.querySelector("[data-composer]");
  return form && { form, box: form.querySelector("textarea"), list: form.querySelector("[role=listbox]") };
};

const shownOptions = (list) => [...list.querySelectorAll("[role=option]:not([hidden])")];
const activeOption = (list) => list.querySelector("[aria-selected=true]");

function activate(box, list, option) {
  activeOption(list)?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function close({ box, list }) {
  list.hidden = true;
  activate(box, list, undefined);
}

/** The line below the box: how the command goes on that is being typed, or what keys there are. */
function hint({ form, box, list }) {
  const name = box.value.match(/^\/[\w-]+(?=\s)/)?.[0];
  const command = name && list.querySelector(`[data-name="${CSS.escape(name)}"]`);
  const [keys, usage] = form.querySelectorAll(".composer-hint > span");
  keys.hidden = Boolean(command);
  usage.hidden = !command;
  usage.textContent = command ? `${name} ${command.dataset.usage}` : "";
}

/** Shows the commands that begin with what is typed, while it is still one word. */
function complete(composer) {
  const { box, list } = composer;
  hint(composer);
  if (!/^\/\S*$/.test(box.value)) return close(composer);
  for (const option of list.querySelectorAll("[role=option]"))
    option.hidden = !option.dataset.name.startsWith(box.value.toLowerCase());
  const options = shownOptions(list);
  list.hidden = options.length === 0;
  activate(box, list, options[0]);
}

function fill(composer, text) {
  composer.box.value = text;
  composer.box.focus();
  composer.box.setSelectionRange(text.length, text.length);
  complete(composer);
}

function move({ box, list }, by) {
  const options = shownOptions(list);
  const at = options.indexOf(activeOption(list));
  activate(box, list, options[(at + by + options.length) % options.length]);
}

function key(event, composer) {
  const { form, box, list } = composer;
  // Enter ends a composition in some languages; it is not for us then.
  if (event.isComposing) return;
  const option = list.hidden ? undefined : activeOption(list);
  if (option && event.key === "ArrowDown") move(composer, 1);
  else if (option && event.key === "ArrowUp") move(composer, -1);
  else if (option && event.key === "Escape") close(composer);
  else if (option && event.key === "Tab" && !event.shiftKey) fill(composer, `${option.dataset.name} `);
  else if (event.key === "Enter" && !event.shiftKey) {
    // A name typed in full is meant to run; half of one is completed first.
    if (option && option.dataset.name !== box.value) fill(composer, `${option.dataset.name} `);
    else {
      close(composer);
      form.requestSubmit();
    }
  } else return;
  event.preventDefault();
}

/** Watches whichever composer the page has. */
export function watchCompletion() {
  document.addEventListener("input", ({ target }) => {
    const composer = parts();
    if (composer?.box === target) complete(composer);
  });
  document.addEventListener("keydown", (event) => {
    const composer = parts();
    if (composer?.box === event.target) key(event, composer);
  });
  document.addEventListener("focusout", ({ target }) => {
    const composer = parts();
    if (composer?.box === target) close(composer);
  });
  // Before the click would take the focus from the box and close the list.
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest("#commands [role=option]");
    if (!option) return;
    event.preventDefault();
    fill(parts(), `${option.dataset.name} `);
  });
  document.addEventListener("click", ({ target }) => {
    const example = target.closest("[data-try]");
    if (example && parts()) fill(parts(), example.dataset.try);
  });
  document.addEventListener("console:ran", () => {
    const composer = parts();
    if (!composer) return;
    composer.box.value = "";
    // The next command is another event; until here a repeat of this one was recognised by its id.
    composer.form.elements.namedItem("__event").value = crypto.randomUUID();
    complete(composer);
  });
}
