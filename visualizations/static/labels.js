/* Labels over a drawing, in letters that can be read at every distance: the heavier node wins where two would overlap.

   zerenLabels(box, list) lays a canvas over `box`; `list()` gives the nodes that are drawn, in points of the screen:
   { id, x, y, r, text, kind, colour, many, weight, centre, chosen, near }. `near` is true for all when nothing is chosen. */
window.zerenLabels = function (box, list) {
  "use strict";
  var canvas = document.createElement("canvas"), brush = canvas.getContext("2d"), widths = {}, places = [], ranks = { Unit: 0, Policy: 1, Document: 2 };
  var FEW = 110, INK = "#1d2630", PAPER = "#fbfcfd", DARK = "#12304f";
  canvas.className = "labels";
  canvas.setAttribute("aria-hidden", "true");
  box.append(canvas);
  var font = getComputedStyle(document.body).fontFamily;

  function fit() {
    var ratio = window.devicePixelRatio || 1, wide = box.clientWidth, high = box.clientHeight;
    if (canvas.width !== Math.round(wide * ratio) || canvas.height !== Math.round(high * ratio)) {
      canvas.width = Math.round(wide * ratio);
      canvas.height = Math.round(high * ratio);
    }
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, wide, high);
  }
  function letters(node) {
    if (node.centre) { return 15; }
    return node.kind === "Unit" ? 12 + Math.min(2, Math.sqrt(node.weight) / 4) : 12;
  }
  function width(text, size) {
    var key = size + text;
    if (!widths[key]) { brush.font = size + "px " + font; widths[key] = brush.measureText(text).width; }
    return widths[key];
  }
  function rank(node) {
    if (node.chosen || node.centre) { return -1; }
    return ranks[node.kind] === undefined ? 3 : ranks[node.kind];
  }
  function before(a, b) {
    return rank(a) - rank(b) || b.weight - a.weight || (a.id < b.id ? -1 : 1);
  }
  function inside(at, size, room) { return Math.max(2, Math.min(at, room - size - 2)); }
  function tries(node, wide, high) {
    var x = node.x - wide / 2, y = node.y - high / 2;
    if (node.kind === "Unit") { return [[inside(x, wide, box.clientWidth), inside(y, high, box.clientHeight)]]; }
    var off = node.r + 2;
    return [[x, node.y + off], [x, node.y - off - high], [node.x + off, y], [node.x - off - wide, y]].map(function (at) {
      return [inside(at[0], wide, box.clientWidth), at[1]];
    });
  }
  function free(place) {
    return places.every(function (other) {
      return place.x + place.w < other.x || other.x + other.w < place.x || place.y + place.h < other.y || other.y + other.h < place.y;
    });
  }
  function put(node) {
    var size = letters(node), lines = node.text.split("\n"), unit = node.kind === "Unit", edge = unit ? 5 : 1;
    var wide = Math.max.apply(null, lines.map(function (line) { return width(line, size); })) + 2 * edge, high = lines.length * size * 1.2 + (unit ? 4 : 0);
    tries(node, wide, high).some(function (at) {
      var place = { id: node.id, x: at[0], y: at[1], w: wide, h: high };
      if (!free(place)) { return false; }
      places.push(place);
      if (unit) { pill(node, place); }
      write(node, lines, size, place);
      return true;
    });
  }
  function pill(node, place) {
    brush.beginPath();
    brush.roundRect(place.x, place.y, place.w, place.h, 4);
    brush.fillStyle = node.centre ? node.colour : "#ffffff";
    brush.fill();
    brush.lineWidth = node.centre || node.chosen ? 2.5 : 1.2;
    brush.strokeStyle = node.chosen ? DARK : node.colour;
    brush.setLineDash(node.many ? [4, 3] : []);
    brush.stroke();
    brush.setLineDash([]);
  }
  function write(node, lines, size, place) {
    brush.font = size + "px " + font;
    brush.textAlign = "center";
    brush.textBaseline = "middle";
    brush.lineJoin = "round";
    lines.forEach(function (line, index) {
      var x = place.x + place.w / 2, y = place.y + place.h / 2 + (index - (lines.length - 1) / 2) * size * 1.2;
      if (node.kind !== "Unit") {
        brush.lineWidth = 4;
        brush.strokeStyle = PAPER;
        brush.strokeText(line, x, y);
      }
      brush.fillStyle = node.kind === "Unit" && node.centre ? "#ffffff" : INK;
      brush.fillText(line, x, y);
    });
  }
  function draw() {
    fit();
    places = [];
    var shown = list().filter(function (node) {
      return node.near && node.x > 0 && node.y > 0 && node.x < box.clientWidth && node.y < box.clientHeight;
    });
    var all = shown.length <= FEW;
    shown.filter(function (node) { return all || rank(node) < 3; }).sort(before).forEach(put);
    box.dataset.labels = String(places.length);
  }
  /* The node whose label lies under a point, or "". */
  function hit(x, y) {
    var found = places.filter(function (p) { return x >= p.x && x <= p.x + p.w && y >= p.y && y <= p.y + p.h; });
    return found.length ? found[0].id : "";
  }
  return { draw: draw, hit: hit, places: function () { return places; } };
};
