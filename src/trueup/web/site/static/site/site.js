// Gives each drawn chart its exports. Colours of a chart are names of tokens: a file that leaves has their values.
const probe = document.createElement("span");

function valueOf(token) {
  probe.style.color = `var(${token})`;
  return getComputedStyle(probe).color;
}

async function picture(place) {
  document.body.append(probe);
  const text = (await place.chart.toSVG()).replaceAll(/var\((--[a-z0-9-]+)\)/g, (_, token) => valueOf(token));
  const ground = valueOf("--paper");
  probe.remove();
  return text.replace(/(<svg[^>]*>)/, `$1<rect width="100%" height="100%" fill="${ground}"/>`);
}

async function bitmap(place) {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([await picture(place)], { type: "image/svg+xml" }));
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const makers = {
  svg: async (place) => new Blob([await picture(place)], { type: "image/svg+xml" }),
  png: bitmap,
};

function nameOf(figure) {
  const words = (figure.querySelector("figcaption")?.textContent ?? "chart").toLowerCase();
  return words.normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
}

function exporter(figure, place, kind) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = kind.toUpperCase();
  button.setAttribute("aria-label", `${figure.querySelector("figcaption")?.textContent ?? ""}: ${kind.toUpperCase()}`);
  button.addEventListener("click", async () => save(await makers[kind](place), `${nameOf(figure)}.${kind}`));
  return button;
}

for (const place of document.querySelectorAll("figure [data-chart]")) {
  const figure = place.closest("figure");
  const exports = document.createElement("p");
  exports.className = "exports";
  exports.append(exporter(figure, place, "svg"), exporter(figure, place, "png"));
  figure.append(exports);
}

// A select in a form marked so sends it when it changes; the button beside it is for those without scripts.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

// A menu opens without a script. With one it also closes as menus do: by Escape, and by a click elsewhere.
const opened = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of opened()) menu.open = menu.contains(event.target);
});
