// The one dialog of the page: opens when a form arrives in it, closes when it is done.

const dialog = document.getElementById("dialog");

/** The showing whose focus was set; a corrected form that arrives has a higher number. */
let seen = "";

/** Shows and hides fields by what others hold. Hidden ones are switched off, so that they are not sent. */
function showFields(form) {
  for (const row of form.querySelectorAll("[data-when]")) {
    const value = new FormData(form).get(row.dataset.when) ?? "";
    const shown = JSON.parse(row.dataset.oneOf).includes(value);
    row.hidden = !shown;
    for (const control of row.querySelectorAll("input, select, textarea")) control.disabled = !shown;
  }
}

/** The first field that is wrong, else the first field. */
function focusField(form) {
  const wrong = form.querySelector(".field:not([hidden]) [aria-invalid]");
  const field = wrong ?? form.querySelector(".field:not([hidden]) :is(input, select, textarea)");
  // In a group the focus goes to the chosen one, else the first.
  const group = field?.closest("fieldset");
  const inside = group && (group.querySelector(":checked") ?? group.querySelector("input"));
  (inside || field || form.querySelector(".submit"))?.focus();
}

function arrived() {
  const form = dialog.querySelector("form");
  if (!form) return;
  showFields(form);
  if (!dialog.open) dialog.showModal();
  const showing = `${form.id} ${form.dataset.shown}`;
  if (showing !== seen) focusField(form);
  seen = showing;
}

/** Watches the dialog for a form to arrive, to change and to end. */
export function watchDialog() {
  // Whatever puts a form there, a swap or a morph, it is seen here.
  new MutationObserver(arrived).observe(dialog, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["data-shown"],
  });
  dialog.addEventListener("input", ({ target }) => target.form && showFields(target.form));
  dialog.addEventListener("change", ({ target }) => target.form && showFields(target.form));
  dialog.addEventListener("click", ({ target }) => {
    if (target.closest("[data-cancel]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    seen = "";
    // The browser gives the focus back to what opened the dialog, unless that is gone.
    if (document.activeElement === document.body) document.querySelector(".composer textarea")?.focus();
  });
  document.addEventListener("console:closed", () => dialog.close());
}
