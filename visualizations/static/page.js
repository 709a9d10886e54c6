/* What every page may need: suggestions under the search box, tables to sort, the plain view of a document. */
(function () {
  "use strict";

  function suggestions(input) {
    var form = input.form, list = document.createElement("ul"), at = -1, timer = 0, last = "";
    list.className = "suggest";
    list.id = input.id + "-suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    form.append(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    function close() { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }
    function choose(index) {
      at = index;
      Array.prototype.forEach.call(list.children, function (li, i) { li.setAttribute("aria-selected", i === at ? "true" : "false"); });
      if (at >= 0) { input.setAttribute("aria-activedescendant", list.children[at].id); }
    }
    function show(hits) {
      list.replaceChildren();
      hits.forEach(function (hit, index) {
        var li = document.createElement("li"), kind = document.createElement("span"), what = document.createElement("span");
        li.id = list.id + "-" + index;
        li.setAttribute("role", "option");
        li.dataset.url = hit.url;
        kind.className = "kind";
        kind.textContent = hit.label;
        what.className = "what";
        what.textContent = hit.name;
        li.append(kind, what);
        li.addEventListener("mousedown", function (event) { event.preventDefault(); location.href = hit.url; });
        list.append(li);
      });
      list.hidden = !hits.length;
      input.setAttribute("aria-expanded", hits.length ? "true" : "false");
      at = -1;
    }
    function ask() {
      var words = input.value.trim();
      if (words === last) { return; }
      last = words;
      if (!words) { close(); return; }
      fetch("/api/suggest?q=" + encodeURIComponent(words) + "&lang=" + (document.documentElement.lang === "en" ? "en" : "zh"))
        .then(function (answer) { return answer.ok ? answer.json() : []; })
        .then(function (hits) { if (input.value.trim() === words) { show(hits); } })
        .catch(close);
    }
    input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("blur", function () { setTimeout(close, 120); });
    input.addEventListener("keydown", function (event) {
      if (list.hidden) { return; }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        var count = list.children.length;
        choose((at + (event.key === "ArrowDown" ? 1 : count + (at < 0 ? 1 : 0) - 1) + count) % count);
      } else if (event.key === "Escape") { close(); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); location.href = list.children[at].dataset.url; }
    });
  }
  document.querySelectorAll("input[data-suggest]").forEach(suggestions);

  function sortable(table) {
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    heads.forEach(function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.prototype.slice.call(head.childNodes));
      head.append(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var rows = Array.prototype.slice.call(table.tBodies[0].rows);
        rows.sort(function (a, b) { return (down ? -1 : 1) * compare(key(a.cells[column]), key(b.cells[column])); });
        rows.forEach(function (row) { table.tBodies[0].append(row); });
      });
    });
  }
  function key(cell) { return cell.dataset.order !== undefined ? cell.dataset.order : cell.textContent.trim(); }
  function compare(a, b) {
    if (a !== "" && b !== "" && !isNaN(a) && !isNaN(b)) { return a - b; }
    return a.localeCompare(b, "zh-CN");
  }
  document.querySelectorAll("table[data-sort]").forEach(sortable);

  var here = document.querySelector(".top nav [aria-current]");
  if (here) { here.parentNode.scrollLeft = here.offsetLeft - here.parentNode.offsetLeft - 24; }

  var plain = document.getElementById("plain");
  if (plain) {
    plain.addEventListener("change", function () { document.querySelector(".text").classList.toggle("unmarked", plain.checked); });
  }
  document.querySelectorAll('details a[href^="#"]').forEach(function (link) {
    link.addEventListener("click", function () { if (window.innerWidth < 960) { link.closest("details").open = false; } });
  });
})();
