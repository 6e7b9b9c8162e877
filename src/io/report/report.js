// Draws the figures of a report, the data of which lie in the page as JSON, and copies its tables.
(function () {
  "use strict";
  function copyTable(button) {
    const table = button.closest(".table").querySelector("table");
    const text = [...table.rows].map((row) => [...row.cells].map((c) => c.textContent).join("\t")).join("\n");
    const done = () => { const label = button.textContent; button.textContent = "Copied"; setTimeout(() => { button.textContent = label; }, 1500); };
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done); return; }
    const area = document.createElement("textarea");  // a page opened from a file has no clipboard of its own
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  }

  document.querySelectorAll("button[data-copy]").forEach((button) => button.addEventListener("click", () => copyTable(button)));
  const figures = JSON.parse(document.getElementById("figures").textContent);
  Promise.all(figures.map((data) => window.siegertFigures.show(document.getElementById(data.id), data).ready))
    .then(() => document.body.setAttribute("data-ready", "yes"));
})();
