// Draws each chart when it comes into view, the others when the browser is idle, so that a printed page has all.
const page = JSON.parse(document.getElementById("charts").textContent);
const places = [...document.querySelectorAll("[data-chart]")];
const still = new Set(places);

async function draw(place) {
  if (!still.delete(place)) return;
  const chart = page.charts[Number(place.dataset.chart)];
  const spec = { ...page.shapes[chart.shape], datasets: chart.datasets };
  const tooltip = { disableDefaultStyle: true };
  const options = { ast: true, mode: "vega-lite", renderer: "svg", actions: false, defaultStyle: false };
  try {
    place.chart = (await window.vegaEmbed(place, spec, { ...options, config: page.config, tooltip })).view;
    place.dataset.drawn = "yes";
  } catch (error) {
    place.classList.add("failed");
    place.textContent = "This chart could not be drawn; its numbers stand in the table below.";
    console.error(error);
  }
  if (!document.querySelector("[data-chart]:not([data-drawn]):not(.failed)")) {
    document.documentElement.dataset.charts = "drawn";
  }
}

function drawInView() {
  const watch = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => draw(entry.target)),
    { rootMargin: "400px" },
  );
  places.forEach((place) => watch.observe(place));
}

async function drawWhenIdle() {
  for (const place of places) {
    await new Promise((resume) => (window.requestIdleCallback ?? setTimeout)(resume));
    await draw(place);
  }
}

function filterTable() {
  const field = document.getElementById("filter");
  if (!field) return;
  const rows = [...document.querySelectorAll(".agreements tbody tr")];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  field.closest(".filter").hidden = false;
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    rows.forEach((row, index) => (row.hidden = !texts[index].includes(wanted)));
    const found = rows.filter((row) => !row.hidden).length;
    document.getElementById("found").textContent = `${found} of ${rows.length}`;
  });
}

filterTable();
drawInView();
addEventListener("beforeprint", () => places.forEach(draw));
if (places.length) drawWhenIdle();
else document.documentElement.dataset.charts = "drawn";
