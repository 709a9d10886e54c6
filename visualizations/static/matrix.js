/* Filters and orders the matrix of tasks and units; works the same in the live page and in a saved one. */
(function () {
  "use strict";
  var table = document.getElementById("matrix");
  if (!table) { return; }
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var tasks = document.getElementById("matrix-tasks"), units = document.getElementById("matrix-units");
  var order = document.getElementById("matrix-order"), said = document.getElementById("matrix-said");
  var boxes = Array.prototype.slice.call(document.querySelectorAll("input[data-role]"));
  rows.forEach(function (row, index) {
    row.dataset.index = index;
    row.dataset.units = row.querySelectorAll("b").length;
  });

  function refresh() {
    var off = {};
    boxes.forEach(function (box) { off[box.dataset.role] = !box.checked; });
    table.querySelectorAll("b[data-role]").forEach(function (mark) { mark.hidden = !!off[mark.dataset.role]; });
    var wanted = units.value.trim().toLowerCase(), shown = [];
    heads.forEach(function (head, column) {
      shown[column] = column < 2 || !wanted || head.textContent.toLowerCase().indexOf(wanted) >= 0;
      head.hidden = !shown[column];
    });
    var words = tasks.value.trim().toLowerCase(), count = 0;
    rows.forEach(function (row) {
      var marks = 0;
      Array.prototype.forEach.call(row.cells, function (cell, column) {
        cell.hidden = !shown[column];
        if (shown[column]) { marks += cell.querySelectorAll("b:not([hidden])").length; }
      });
      var narrow = wanted || boxes.some(function (box) { return !box.checked; });
      row.hidden = (words && row.dataset.text.toLowerCase().indexOf(words) < 0) || (narrow && !marks);
      count += row.hidden ? 0 : 1;
    });
    said.textContent = count + " / " + rows.length;
  }
  function sort() {
    var by = order.value;
    rows.slice().sort(function (a, b) {
      var first = by === "due" ? a.dataset.due.localeCompare(b.dataset.due) : by === "units" ? b.dataset.units - a.dataset.units : 0;
      return first || a.dataset.index - b.dataset.index;
    }).forEach(function (row) { body.append(row); });
  }
  [tasks, units].forEach(function (input) { input.addEventListener("input", refresh); });
  boxes.forEach(function (box) { box.addEventListener("change", refresh); });
  order.addEventListener("change", sort);
  refresh();
})();
