// Keeps what is ticked while a page is still being answered. Without scripts, sending the page does it.
const form = document.querySelector("form[data-keep]");
const note = form?.querySelector("[data-kept]");
let waiting = null;

async function keep() {
  const body = new URLSearchParams(new FormData(form));
  body.set("draft", "1");
  const answer = await fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => null);
  if (answer?.status === 204) note.textContent = note.dataset.kept;
}

form?.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
});
form?.addEventListener("submit", () => clearTimeout(waiting));
