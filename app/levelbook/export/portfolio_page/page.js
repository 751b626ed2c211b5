
"use strict";

// Without this script every table is there whole, in its own order.
for (const table of document.querySelectorAll("table.filter")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const title = table.caption.textContent;

  const label = document.createElement("label");
  label.className = "filter-words";
  label.textContent = "Filter";
  const words = document.createElement("input");
  words.type = "search";
  words.setAttribute("aria-label", `Filter: ${title}`);
  label.append(words);
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  table.parentElement.before(label, count);

  const texts = rows.map((row) => row.textContent.toLowerCase());
  words.addEventListener("input", () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      row.hidden = !wanted.every((word) => texts[place].includes(word));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = wanted.length ? `${shown} of ${rows.length} rows` : "";
  });

  const valueOf = (row, column) => row.cells[column].textContent.replace("−", "-");
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (!head.textContent) {
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) {
        other.removeAttribute("aria-sort");
      }
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const inOrder = rows.toSorted((one, other) => {
        const order = valueOf(one, column).localeCompare(valueOf(other, column), "en", { numeric: true });
        return down ? -order : order;
      });
      body.replaceChildren(...inOrder);
    });
  });
}
