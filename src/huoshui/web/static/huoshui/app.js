// What scripts add to pages that already work without them. No inline handlers: everything hangs on data attributes.
"use strict";

const phone = window.matchMedia("(max-width: 767px)");

// A form with data-confirm asks first. The button pressed is kept, so its name and value are sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const dialog = document.getElementById("hs-confirm");
  if (!form.dataset || !form.dataset.confirm || form.dataset.confirmed || !dialog || !dialog.showModal) return;
  event.preventDefault();
  const pressed = event.submitter;
  document.getElementById("hs-confirm-text").textContent = form.dataset.confirm;
  dialog.returnValue = "no";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(pressed || undefined);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.showModal();
});

// 采用建议 fills the field in place instead of asking the server for the filled form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-accept]");
  if (!button || !button.form) return;
  const values = Object.keys(button.dataset).filter((key) => /^value-?\d/.test(key))
    .map((key) => button.dataset[key]);
  if (!fill(button.form, button.value, values)) return;
  event.preventDefault();
  button.closest(".hs-suggestion").querySelector("strong").textContent = "已按建议填写：";
  button.remove();
});

function fill(form, name, values) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((one) => one.type !== "submit");
  if (!inputs.length) return false;
  for (const input of inputs) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
    else if (input.multiple) [...input.options].forEach((one) => { one.selected = values.includes(one.value); });
    else input.value = values[0] || "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return true;
}

// In a long list of choices the chosen ones come out to the front, and typing narrows the rest.
document.addEventListener("change", (event) => {
  const more = event.target.closest && event.target.closest("[data-more]");
  if (more && event.target.checked) more.previousElementSibling.append(event.target.closest("label"));
});
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-narrow]")) return;
  const word = event.target.value.trim().toLowerCase();
  event.target.closest("[data-more]").querySelectorAll("label").forEach((choice) => {
    choice.hidden = !choice.textContent.toLowerCase().includes(word) && !choice.querySelector("input").value.toLowerCase().startsWith(word);
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
});

// Tick all rows of a page.
document.addEventListener("change", (event) => {
  const name = event.target.dataset && event.target.dataset.pickAll;
  if (!name) return;
  const table = event.target.closest("table");
  table.querySelectorAll(`input[name="${CSS.escape(name)}"]`).forEach((box) => { box.checked = event.target.checked; });
});

// One open panel at a time; a click outside or Escape closes it.
function closePanels(except) {
  document.querySelectorAll("details.hs-pop[open]").forEach((panel) => {
    if (panel !== except) panel.open = false;
  });
}
document.addEventListener("click", (event) => closePanels(event.target.closest("details.hs-pop")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const within = document.activeElement && document.activeElement.closest("details.hs-pop[open]");
  closePanels(null);
  if (within) within.querySelector("summary").focus();
});

function enhance(root) {
  root.querySelectorAll("[data-pick-all], [data-narrow]").forEach((box) => { box.hidden = false; });
  if (phone.matches) root.querySelectorAll("details[data-filters]").forEach((bar) => { bar.open = false; });
  // The nav strip of a phone shows where one is.
  const here = root.querySelector(".hs-nav [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - 24;
}
document.addEventListener("DOMContentLoaded", () => enhance(document));
document.addEventListener("htmx:afterSwap", (event) => enhance(event.target.parentElement || document));

// Signed out in between: the answer came from another address, so the whole page goes there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const came = event.detail.xhr.responseURL;
  if (!came || new URL(came).pathname === new URL(event.detail.requestConfig.path, window.location.href).pathname) return;
  event.detail.shouldSwap = false;
  window.location.assign(came);
});

// A renewed list that fails says so instead of standing still.
document.addEventListener("htmx:responseError", (event) => {
  const where = document.getElementById("main");
  const note = document.createElement("p");
  note.className = "hs-message hs-message-error";
  note.setAttribute("role", "alert");
  note.textContent = `没有取到新的内容（${event.detail.xhr.status}），请刷新页面后再试。`;
  where.prepend(note);
});

window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details[data-twin]").forEach((twin) => { twin.open = true; });
});
