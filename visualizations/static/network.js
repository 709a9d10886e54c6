/* The live network: draws what /api/network gives, filters, searches, expands; its state stands in the address. */
(function () {
  "use strict";
  var page = document.querySelector("[data-network]"), words = page.dataset;
  var state = new URLSearchParams(location.search), off = { kinds: {}, roles: {} };
  var cy = null, data = { nodes: [], edges: [], legend: { kinds: [], roles: [] } };
  function el(id) { return document.getElementById(id); }
  function make(tag, text, cls) {
    var node = document.createElement(tag);
    if (text !== undefined) { node.textContent = text; }
    if (cls) { node.className = cls; }
    return node;
  }
  function split(name) { return (state.get(name) || "").split(",").filter(Boolean); }
  split("hide").forEach(function (key) { off.roles[key] = true; });
  split("hidekind").forEach(function (key) { off.kinds[key] = true; });

  function address(extra) {
    var asked = new URLSearchParams();
    ["centre", "policy", "jurisdiction", "depth", "limit"].forEach(function (name) { if (state.get(name)) { asked.set(name, state.get(name)); } });
    asked.set("lang", words.lang);
    Object.keys(extra || {}).forEach(function (name) { asked.set(name, extra[name]); });
    return asked.toString();
  }
  function remember() {
    ["hide", "hidekind"].forEach(function (name) {
      var flags = name === "hide" ? off.roles : off.kinds, keys = Object.keys(flags).filter(function (key) { return flags[key]; });
      if (keys.length) { state.set(name, keys.join(",")); } else { state.delete(name); }
    });
    history.replaceState(null, "", location.pathname + "?" + state.toString());
    el("save").href = "/api/network.html?" + address();
  }

  function style() {
    return [
      { selector: "node", style: { "background-color": "data(colour)", "shape": "data(shape)", "width": 16, "height": 16 } },
      { selector: 'node[kind = "Unit"]', style: { "shape": "ellipse" } },
      { selector: "edge", style: { "width": "data(width)", "line-color": "data(colour)", "line-style": "data(line)", "curve-style": "bezier", "control-point-step-size": 34, "opacity": 0.6 } },
      { selector: "node:selected", style: { "overlay-color": "#4f83bd", "overlay-opacity": 0.25, "overlay-padding": 6 } },
      { selector: ".faint", style: { "opacity": 0.12 } },
      { selector: ".off", style: { "display": "none" } }
    ];
  }
  function elements(from) {
    var looks = {};
    from.legend.roles.forEach(function (look) { looks[look.key] = look; });
    return from.nodes.map(function (n) { return { group: "nodes", data: n, position: { x: n.x, y: n.y } }; })
      .concat(from.edges.map(function (e) {
        var look = looks[e.look];
        return { group: "edges", data: { id: e.id, source: e.source, target: e.target, look: e.look, label: e.label, said: e.said, colour: look.colour, line: look.line, width: look.width } };
      }));
  }
  function draw() {
    if (cy) { cy.destroy(); }
    cy = window.cytoscape({ container: el("draw"), elements: elements(data), style: style(), layout: { name: "preset", fit: true, padding: 36 }, minZoom: 0.05, maxZoom: 4, hideEdgesOnViewport: data.edges.length > 1500, textureOnViewport: false });
    window.zerenCy = cy;
    whole();
    cy.on("tap", function (event) {
      var at = event.renderedPosition, id = labels.hit(at.x, at.y) || (event.target.isNode && event.target.isNode() ? event.target.id() : "");
      if (id || event.target === cy) { select(id, false); }
    });
    cy.on("render", labels.draw);
    legend("roles", data.legend.roles);
    legend("kinds", data.legend.kinds);
    filter();
    say();
    el("sources").textContent = data.sources.join("；");
    document.body.dataset.drawn = String(cy.nodes().length);
    select(state.get("select") || data.centre || "", Boolean(state.get("select")));
  }
  var labels = window.zerenLabels(el("draw").parentNode, function () {
    var zoom = cy.zoom(), lonely = !cy.elements(".faint").length;
    return cy.nodes().filter(function (n) { return n.visible(); }).map(function (n) {
      var at = n.renderedPosition();
      return { id: n.id(), x: at.x, y: at.y, r: 8 * zoom, text: n.data("label"), kind: n.data("kind"), colour: n.data("colour"), many: n.data("many"), weight: n.degree(false), centre: n.data("centre"), chosen: n.selected(), near: lonely || !n.hasClass("faint") };
    });
  });
  function say() {
    document.body.dataset.nodes = String(data.nodes.length);
    var text = data.nodes.length ? data.nodes.length + " " + words.nodes + " · " + data.edges.length + " " + words.edges : words.empty;
    el("said").textContent = (data.title ? data.title + " · " : "") + text + (data.more ? " · " + data.more : "");
  }
  function legend(group, items) {
    var list = el(group);
    list.replaceChildren();
    items.forEach(function (item) {
      var li = make("li"), label = make("label"), box = make("input"), svg = sample(item);
      box.type = "checkbox";
      box.checked = !off[group][item.key];
      box.addEventListener("change", function () { off[group][item.key] = !box.checked; filter(); remember(); });
      label.append(box, svg, make("span", item.label), make("span", String(item.count), "count"));
      li.append(label);
      list.append(li);
    });
  }
  function sample(item) {
    var ns = "http://www.w3.org/2000/svg", svg = document.createElementNS(ns, "svg"), shape;
    svg.setAttribute("viewBox", "0 0 30 14");
    svg.setAttribute("class", "sample");
    svg.setAttribute("aria-hidden", "true");
    if (item.line) {
      shape = document.createElementNS(ns, "line");
      [["x1", 1], ["x2", 29], ["y1", 7], ["y2", 7], ["stroke", item.colour], ["stroke-width", Math.max(2, item.width)], ["stroke-dasharray", item.line === "dashed" ? "6 4" : item.line === "dotted" ? "2 3" : "none"]].forEach(function (pair) { shape.setAttribute(pair[0], pair[1]); });
    } else {
      shape = document.createElementNS(ns, item.shape === "diamond" || item.shape === "triangle" ? "polygon" : item.shape === "ellipse" ? "circle" : "rect");
      if (item.shape === "diamond") { shape.setAttribute("points", "15,1 21,7 15,13 9,7"); }
      else if (item.shape === "triangle") { shape.setAttribute("points", "15,1 22,13 8,13"); }
      else if (item.shape === "ellipse") { [["cx", 15], ["cy", 7], ["r", 5]].forEach(function (p) { shape.setAttribute(p[0], p[1]); }); }
      else { [["x", 7], ["y", 2], ["width", 16], ["height", 10], ["rx", 2]].forEach(function (p) { shape.setAttribute(p[0], p[1]); }); }
      shape.setAttribute("fill", item.colour);
    }
    svg.append(shape);
    return svg;
  }
  function filter() {
    cy.batch(function () {
      cy.nodes().forEach(function (n) { n.toggleClass("off", Boolean(off.kinds[n.data("kind")])); });
      cy.edges().forEach(function (e) { e.toggleClass("off", Boolean(off.roles[e.data("look")])); });
    });
  }
  function select(id, move) {
    var card = el("card"), node = id ? cy.getElementById(id) : null;
    card.replaceChildren();
    cy.elements().removeClass("faint");
    cy.nodes(":selected").unselect();
    if (!node || !node.length) {
      card.append(make("p", words.choose, "muted"));
      state.delete("select");
      remember();
      return;
    }
    node.select();
    if (id !== data.centre) {
      cy.elements().not(node.closedNeighborhood()).addClass("faint");
      state.set("select", id);
    } else { state.delete("select"); }
    if (move) { near(node); }
    card.append(make("h3", node.data("name")));
    node.data("detail").forEach(function (line) { card.append(make("p", line, "small")); });
    card.append(actions(node));
    card.append(related(node));
    remember();
  }
  /* The picture comes into sight, with a node and its neighbours in it. */
  function near(node) {
    var box = el("draw").parentNode;
    if (box.getBoundingClientRect().top < 0) { box.scrollIntoView({ block: "start" }); }
    cy.fit(node.closedNeighborhood().filter(function (n) { return n.visible(); }), 70);
    if (cy.zoom() > 1.3) { cy.zoom(1.3); cy.center(node); }
  }
  function actions(node) {
    var row = make("div", undefined, "actions"), open = make("a", words.open, "button"), grow = make("button", words.expand), centre = make("button", words.centreWord);
    if (node.data("url")) { open.href = node.data("url"); row.append(open); }
    grow.type = centre.type = "button";
    grow.addEventListener("click", function () { expand(node.id()); });
    centre.addEventListener("click", function () { state.set("centre", node.id()); state.delete("policy"); state.delete("select"); load(); });
    row.append(grow, centre);
    return row;
  }
  function related(node) {
    var list = make("ul", undefined, "rows small");
    node.connectedEdges().forEach(function (edge) {
      var other = edge.source().id() === node.id() ? edge.target() : edge.source(), li = make("li"), jump = make("a", other.data("name"));
      jump.href = "#";
      jump.addEventListener("click", function (event) { event.preventDefault(); select(other.id(), true); });
      li.append(make("b", edge.data("label") + " "), jump);
      if (edge.data("said")) { li.append(make("div", "“" + edge.data("said") + "”", "muted")); }
      list.append(li);
    });
    return list;
  }
  function get(query) {
    return fetch("/api/network?" + query).then(function (answer) {
      return answer.json().then(function (body) {
        if (!answer.ok) { throw new Error(body.error ? body.error.message : ""); }
        return body;
      });
    });
  }
  function fail(error) { el("said").textContent = words.failed + " " + (error.message || ""); document.body.dataset.drawn = "0"; }
  function expand(id) {
    get(address({ centre: id, depth: "1", policy: "", jurisdiction: "" })).then(function (more) {
      var from = cy.getElementById(id).position(), known = {};
      data.nodes.forEach(function (n) { known[n.id] = true; });
      var fresh = more.nodes.filter(function (n) { return !known[n.id]; });
      fresh.forEach(function (n, index) {
        var turn = 2 * Math.PI * index / fresh.length, reach = 150 + 50 * (index % 3);
        n.x = from.x + reach * Math.cos(turn);
        n.y = from.y + reach * Math.sin(turn);
        n.centre = false;
      });
      data.nodes = data.nodes.concat(fresh);
      known = {};
      data.edges.forEach(function (e) { known[e.id] = true; });
      var joined = more.edges.filter(function (e) { return !known[e.id]; });
      data.edges = data.edges.concat(joined);
      ["roles", "kinds"].forEach(function (group) {
        more.legend[group].forEach(function (item) {
          if (!data.legend[group].some(function (old) { return old.key === item.key; })) { data.legend[group].push(item); }
        });
      });
      cy.add(elements({ nodes: fresh, edges: joined, legend: data.legend }));
      count();
      legend("roles", data.legend.roles);
      legend("kinds", data.legend.kinds);
      filter();
      say();
      select(id, true);
    }).catch(fail);
  }
  function count() {
    data.legend.roles.forEach(function (item) { item.count = data.edges.filter(function (e) { return e.look === item.key; }).length; });
    data.legend.kinds.forEach(function (item) { item.count = data.nodes.filter(function (n) { return n.kind === item.key; }).length; });
  }
  function load() {
    remember();
    get(address()).then(function (body) { data = body; draw(); }).catch(fail);
  }

  el("find").addEventListener("input", function () {
    var wanted = this.value.trim().toLowerCase(), found = el("found");
    found.replaceChildren();
    if (!wanted) { return; }
    data.nodes.filter(function (n) { return (n.name + " " + n.detail.join(" ")).toLowerCase().indexOf(wanted) >= 0; }).slice(0, 30).forEach(function (n) {
      var li = make("li"), jump = make("a", n.name);
      jump.href = "#";
      jump.addEventListener("click", function (event) { event.preventDefault(); select(n.id, true); });
      li.append(jump);
      found.append(li);
    });
    if (!found.children.length) { found.append(make("li", words.none, "muted")); }
  });
  el("policy").addEventListener("change", function () {
    state.delete("centre"); state.delete("select");
    if (this.value) { state.set("policy", this.value); } else { state.delete("policy"); }
    load();
  });
  if (state.get("limit")) { el("limit").value = state.get("limit"); }
  el("limit").addEventListener("change", function () { state.set("limit", this.value); load(); });
  function whole() {
    cy.fit(undefined, 48);
    if (cy.zoom() > 1.3) { cy.zoom(1.3); cy.center(); }
  }
  el("fit").addEventListener("click", whole);
  el("in").addEventListener("click", function () { zoom(1.3); });
  el("out").addEventListener("click", function () { zoom(1 / 1.3); });
  function zoom(by) { cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); }
  el("share").addEventListener("click", function () {
    var button = this, before = button.textContent;
    function done() { button.textContent = words.copied; setTimeout(function () { button.textContent = before; }, 1600); }
    if (navigator.clipboard) { navigator.clipboard.writeText(location.href).then(done, ask); } else { ask(); }
    function ask() { window.prompt("", location.href); }
  });
  window.zerenLabelsShown = labels;
  load();
})();
