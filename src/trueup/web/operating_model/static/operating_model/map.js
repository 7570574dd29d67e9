// The layered map: an element that is chosen lights its trace, arrow keys move. What is on a trace, the server says:
// the same piece of the page that stands there without scripts.
const place = document.querySelector("[data-map]");
const panel = document.getElementById("chosen");
const chart = place?.querySelector("svg.map:not(.key)");

if (place && panel && chart) {
  const boxes = [...chart.querySelectorAll("a.box")];
  const all = [...document.querySelectorAll("[data-id]")];
  const links = [...chart.querySelectorAll("path.link")];
  const known = new Map(boxes.map((box) => [box.dataset.id, box]));
  const frames = new Map(boxes.map((box) => [box, frameOf(box)]));
  let asked = 0;

  // One stop for the Tab key: the chosen element, else the first. Arrow keys do the rest.
  const first = known.get(panel.querySelector("[data-chosen]")?.dataset.chosen) ?? boxes[0];
  for (const box of boxes) box.setAttribute("tabindex", box === first ? "0" : "-1");

  chart.addEventListener("focusin", (event) => {
    const box = event.target.closest("a.box");
    if (box) for (const each of boxes) each.setAttribute("tabindex", each === box ? "0" : "-1");
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.box[data-id], a[data-choose]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || place.dataset.narrow === "true") return;
    event.preventDefault();
    choose(link.getAttribute("href"), link);
  });

  chart.addEventListener("keydown", (event) => {
    const box = event.target.closest("a.box");
    if (!box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") {
      const clear = panel.querySelector("a[data-clear]");
      if (clear) choose(clear.getAttribute("href"), box);
      return;
    }
    const next = event.shiftKey ? alongLink(box, event.key) : beside(box, event.key);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
  });

  async function choose(href, from) {
    const number = ++asked;
    const search = href.replace(/#.*$/, "");
    const answer = await fetch(`${place.dataset.map}/element${search}`, { headers: { Accept: "text/html" } });
    if (number !== asked) return;
    if (!answer.ok) {
      location.assign(href);
      return;
    }
    panel.innerHTML = await answer.text();
    history.replaceState(null, "", search === "?" ? location.pathname : search);
    light(panel.querySelector("[data-chosen]"));
    const box = known.get(panel.querySelector("[data-chosen]")?.dataset.chosen);
    if (!chart.contains(from) && box && chart.getClientRects().length) box.focus();
    if (!chart.getClientRects().length) panel.scrollIntoView({ block: "start" });
  }

  function light(told) {
    const lit = new Set(told ? JSON.parse(told.dataset.lit) : []);
    chart.classList.toggle("tracing", lit.size > 0);
    for (const each of all) {
      each.classList.toggle("lit", lit.has(each.dataset.id));
      each.classList.toggle("chosen", each.dataset.id === told?.dataset.chosen);
      if (each.dataset.id === told?.dataset.chosen) each.setAttribute("aria-current", "true");
      else each.removeAttribute("aria-current");
    }
    for (const each of links) {
      const on = lit.has(each.dataset.a) && lit.has(each.dataset.b);
      each.classList.toggle("lit", on);
      if (on) each.parentNode.append(each); // above the others with which it shares a lane
    }
  }

  function frameOf(box) {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
      Number(box.querySelector("rect").getAttribute(name)),
    );
    return { band: box.parentNode, x: x + width / 2, y: y + height / 2 };
  }

  // The nearest box in that direction: in its band sideways, anywhere up and down.
  function beside(box, key) {
    const here = frames.get(box);
    const band = boxes.filter((each) => frames.get(each).band === here.band);
    if (key === "Home" || key === "End") return band.at(key === "Home" ? 0 : -1);
    const ahead = {
      ArrowLeft: (there) => there.band === here.band && there.x < here.x - 1,
      ArrowRight: (there) => there.band === here.band && there.x > here.x + 1,
      ArrowUp: (there) => there.y < here.y - 1,
      ArrowDown: (there) => there.y > here.y + 1,
    }[key];
    return ahead && nearest(box, boxes.filter((each) => ahead(frames.get(each))), key.length > 9 ? 1 : 4);
  }

  // The nearest element that a link leads to (down) or comes from (up).
  function alongLink(box, key) {
    const ends = { ArrowDown: ["a", "b"], ArrowUp: ["b", "a"] }[key];
    if (!ends) return undefined;
    const linked = links.filter((each) => each.dataset[ends[0]] === box.dataset.id);
    return nearest(box, linked.map((each) => known.get(each.dataset[ends[1]])).filter(Boolean), 1);
  }

  function nearest(box, those, sideways) {
    const here = frames.get(box);
    const far = (each) => Math.hypot((frames.get(each).x - here.x) * sideways, frames.get(each).y - here.y);
    return those.reduce((best, each) => (best === null || far(each) < far(best) ? each : best), null);
  }
}
