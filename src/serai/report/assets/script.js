// Small comforts only, the page says everything without them: showing some of the needs, and opening what a
// link leads to.
(function () {
  "use strict";
  var tools = document.querySelector(".tools");
  var table = document.getElementById("needs-table");
  if (!tools || !table) return;
  var rows = Array.prototype.slice.call(table.querySelectorAll("tr[data-service]"));
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
    Array.prototype.forEach.call(table.tBodies, function (body) {
      body.hidden = body.querySelector("tr[data-service]:not([hidden])") === null;
    });
    said.textContent = count === rows.length ? "" : count + " of " + rows.length;
  }
  words.addEventListener("input", show);
  buttons.forEach(function (b) { tools.appendChild(b); });
  tools.appendChild(words);
  tools.appendChild(said);
  tools.hidden = false;
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") {
      target.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", unfold);
  unfold();
}());
