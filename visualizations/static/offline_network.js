/* The stand-alone network page: draws what lies in the page, filters and searches it. No request is ever made. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("picture").textContent);
  var words = JSON.parse(document.getElementById("words").textContent);
  var byId = {};
  data.nodes.forEach(function (n) { byId[n.id] = n; });
  var looks = {};
  data.legend.roles.forEach(function (r) { looks[r.key] = r; });
  var off = { kinds: {}, roles: {} };
  var SHAPES = { ellipse: "dot", "round-rectangle": "dot", rectangle: "square", diamond: "diamond", triangle: "triangle", hexagon: "hexagon", octagon: "square" };
  var DASH = { solid: false, dashed: [7, 5], dotted: [2, 4] };

  function el(id) { return document.getElementById(id); }
  function make(tag, text, cls) {
    var node = document.createElement(tag);
    if (text !== undefined) { node.textContent = text; }
    if (cls) { node.className = cls; }
    return node;
  }

  var degree = {};
  data.edges.forEach(function (e) { [e.from, e.to].forEach(function (end) { degree[end] = (degree[end] || 0) + 1; }); });

  function nodeOptions(n) {
    return {
      id: n.id, title: n.name, x: n.x, y: n.y, shape: SHAPES[n.shape] || "dot", size: 9, borderWidth: 1,
      color: { background: n.colour, border: n.colour, highlight: { background: n.colour, border: "#12304f" } }
    };
  }
  function edgeOptions(e) {
    var look = looks[e.look] || { colour: "#b4bcc6", line: "solid", width: 1 };
    return {
      id: e.id, from: e.from, to: e.to, title: e.label + (e.said ? "\n" + e.said : ""),
      color: { color: look.colour, highlight: look.colour, opacity: 0.75 }, width: look.width, dashes: DASH[look.line],
      arrows: "", smooth: e.turn ? { enabled: true, type: "curvedCW", roundness: 0.12 * e.turn } : false
    };
  }

  var nodes = new vis.DataSet(data.nodes.map(nodeOptions));
  var edges = new vis.DataSet(data.edges.map(edgeOptions));
  var network = new vis.Network(el("drawing"), { nodes: nodes, edges: edges }, data.options);
  window.zerenNetwork = network;

  function visible(n) { return !off.kinds[n.kind]; }
  var chosen = "", beside = {};
  var labels = window.zerenLabels(el("drawing").parentNode, function () {
    var scale = network.getScale(), at = network.getPositions();
    return data.nodes.filter(visible).map(function (n) {
      var place = network.canvasToDOM(at[n.id]);
      return { id: n.id, x: place.x, y: place.y, r: 9 * scale, text: n.label, kind: n.kind, colour: n.colour, many: n.many, weight: degree[n.id] || 0, centre: n.centre, chosen: n.id === chosen, near: !chosen || chosen === data.centre || n.id === chosen || Boolean(beside[n.id]) };
    });
  });
  window.zerenLabelsShown = labels;
  network.on("afterDrawing", labels.draw);
  function refresh() {
    nodes.update(data.nodes.map(function (n) { return { id: n.id, hidden: !visible(n) }; }));
    edges.update(data.edges.map(function (e) {
      return { id: e.id, hidden: !!off.roles[e.look] || !visible(byId[e.from]) || !visible(byId[e.to]) };
    }));
  }

  function legendItem(list, item, group) {
    var li = make("li"), label = make("label"), box = make("input"), swatch = make("span", "", "swatch");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", function () { off[group][item.key] = !box.checked; refresh(); });
    if (item.line) {
      swatch.style.borderTop = Math.max(2, item.width) + "px " + item.line + " " + item.colour;
    } else {
      swatch.classList.add("dot");
      swatch.style.background = item.colour;
    }
    label.append(box, swatch, make("span", item.label), make("span", String(item.count), "count"));
    li.append(label);
    list.append(li);
  }
  data.legend.roles.forEach(function (r) { legendItem(el("roles"), r, "roles"); });
  data.legend.kinds.forEach(function (k) { legendItem(el("kinds"), k, "kinds"); });

  function show(id) {
    var node = byId[id], card = el("card");
    card.replaceChildren();
    chosen = node ? id : "";
    beside = {};
    data.edges.forEach(function (e) { if (e.from === id || e.to === id) { beside[e.from] = beside[e.to] = true; } });
    network.redraw();
    if (!node) { card.append(make("p", words.choose, "muted")); return; }
    card.append(make("h3", node.name));
    node.detail.forEach(function (line) { card.append(make("p", line)); });
    var list = make("ul");
    data.edges.forEach(function (e) {
      if (e.from !== id && e.to !== id) { return; }
      var other = byId[e.from === id ? e.to : e.from], li = make("li"), jump = make("button", other.name);
      jump.type = "button";
      jump.addEventListener("click", function () { go(other.id); });
      li.append(make("b", e.label + " "), jump);
      if (e.said) { li.append(make("q", e.said)); }
      list.append(li);
    });
    card.append(list);
  }
  function go(id) {
    network.selectNodes([id]);
    network.fit({ nodes: network.getConnectedNodes(id).concat([id]), maxZoomLevel: 1.2, animation: false });
    show(id);
    if (el("drawing").getBoundingClientRect().top < 0) { el("drawing").scrollIntoView({ block: "start" }); }
  }
  network.on("click", function (event) {
    var at = event.pointer.DOM, id = labels.hit(at.x, at.y) || event.nodes[0] || "";
    if (id) { network.selectNodes([id]); } else { network.unselectAll(); }
    show(id);
  });

  var found = el("found");
  el("find").addEventListener("input", function () {
    var wanted = this.value.trim().toLowerCase();
    found.replaceChildren();
    if (!wanted) { return; }
    data.nodes.filter(function (n) {
      return (n.name + " " + n.detail.join(" ")).toLowerCase().indexOf(wanted) >= 0;
    }).slice(0, 30).forEach(function (n) {
      var li = make("li"), jump = make("button", n.name);
      jump.type = "button";
      jump.addEventListener("click", function () { go(n.id); });
      li.append(jump);
      found.append(li);
    });
    if (!found.children.length) { found.append(make("li", words.none, "muted")); }
  });
  el("whole").addEventListener("click", function () { network.fit({ animation: false }); });
  el("nearer").addEventListener("click", function () { network.moveTo({ scale: network.getScale() * 1.3 }); });
  el("further").addEventListener("click", function () { network.moveTo({ scale: network.getScale() / 1.3 }); });
  network.once("afterDrawing", function () { document.body.dataset.drawn = String(nodes.length); });
  network.fit({ animation: false });
  show(data.centre);
})();
