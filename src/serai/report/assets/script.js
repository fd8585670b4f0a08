// Small comforts only, the page says everything without them: showing some of the needs, sorting tables, and
// opening what a link leads to.
(function () {
  "use strict";
  var tools = document.querySelector(".tools");
  var section = document.getElementById("needs");
  if (!tools || !section) return;
  var rows = Array.prototype.slice.call(section.querySelectorAll("tr[data-service]"));
  var names = [];
  rows.forEach(function (row) {
    if (names.indexOf(row.dataset.service) === -1) names.push(row.dataset.service);
  });
  names.sort();
  var wanted = "";
  var words = document.createElement("input");
  words.type = "search";
  words.placeholder = "Find a need, place, satellite …";
  words.setAttribute("aria-label", "Find among the needs");
  var said = document.createElement("output");
  var buttons = ["all"].concat(names).map(function (name) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.setAttribute("aria-pressed", name === "all" ? "true" : "false");
    button.addEventListener("click", function () {
      wanted = name === "all" ? "" : name;
      buttons.forEach(function (b) { b.setAttribute("aria-pressed", b === button ? "true" : "false"); });
      show();
    });
    return button;
  });
  function show() {
    var text = words.value.trim().toLowerCase();
    var count = 0;
    rows.forEach(function (row) {
      var fits = (wanted === "" || row.dataset.service === wanted) &&
        (text === "" || row.textContent.toLowerCase().indexOf(text) !== -1);
      row.hidden = !fits;
      if (fits) count += 1;
    });
    section.querySelectorAll("tbody, details.folded").forEach(function (part) {
      part.hidden = part.querySelector("tr[data-service]:not([hidden])") === null;
    });
    if (wanted !== "" || text !== "") {
      section.querySelectorAll("details.folded").forEach(function (part) { part.open = true; });
    }
    said.textContent = count === rows.length ? "" : count + " of " + rows.length;
  }
  words.addEventListener("input", show);
  buttons.forEach(function (b) { tools.appendChild(b); });
  tools.appendChild(words);
  tools.appendChild(said);
  tools.hidden = false;
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    var folded = false;
    for (var e = target; e; e = e.parentElement) {
      if (e.tagName === "DETAILS" && !e.open) { e.open = true; folded = true; }
    }
    if (folded) target.scrollIntoView();
  }
  // A table that sorts: by what a cell says, or by its data-sort; numbers as numbers, a second time backwards.
  function key(row, column) {
    var cell = row.cells[column];
    var text = cell.dataset.sort || cell.textContent.trim();
    var number = /^[-+]?[0-9]/.test(text) ? parseFloat(text.replace(/,/g, "")) : NaN;
    return isNaN(number) || /^[0-9]{4}-/.test(text) ? text : number;
  }
  function sort(table, column, heading) {
    var down = heading.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th").forEach(function (h) { h.removeAttribute("aria-sort"); });
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.prototype.forEach.call(table.tBodies, function (body) {
      Array.prototype.slice.call(body.rows).sort(function (a, b) {
        var left = key(a, column), right = key(b, column);
        var order = typeof left === typeof right ? (left < right ? -1 : left > right ? 1 : 0)
          : typeof left === "number" ? -1 : 1;
        return down ? -order : order;
      }).forEach(function (row) { body.appendChild(row); });
    });
  }
  document.querySelectorAll("table.sorts").forEach(function (table) {
    table.querySelectorAll("thead th").forEach(function (heading, column) {
      if (!heading.textContent) return;
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.title = "sort by this";
      button.addEventListener("click", function () { sort(table, column, heading); });
      heading.textContent = "";
      heading.appendChild(button);
    });
  });
  window.addEventListener("hashchange", unfold);
  unfold();
}());
