"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const byId = id => document.getElementById(id);
const whole = new Intl.NumberFormat("en");
const percent = share => (100 * share).toFixed(2) + " %";
const style = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLORS = ["#0b7bd0", "#d1660a", "#1f9d61", "#a44ad1", "#c2333f"];
const PARTS = {floats: "functions in float", spikes: "messages"};
const UNITS = [[1e12, "J"], [1e9, "mJ"], [1e6, "µJ"], [1e3, "nJ"], [1, "pJ"]];

function joules(pJ) {
  const [size, unit] = UNITS.find(([s]) => pJ >= s) || UNITS[UNITS.length - 1];
  return (pJ / size).toPrecision(3) + " " + unit;
}

function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A layer's name without what exporters and passes add to it. */
const short = name => name.replace(/_output_\d+/g, "").replace(/\.codes$/, "").replace(/^\//, "");

/** A table; columns whose first letter is # hold numbers. */
function table(caption, head, rows, foot) {
  const made = element("table");
  made.append(element("caption", caption, "read"));
  const numeric = head.map(h => h.startsWith("#"));
  const line = (cells, tag) => {
    const row = element("tr");
    cells.forEach((c, i) => row.append(element(tag, c, numeric[i] ? "n" : "")));
    return row;
  };
  const top = element("thead");
  top.append(line(head.map(h => h.replace("#", "")), "th"));
  top.querySelectorAll("th").forEach(h => { h.scope = "col"; });
  const body = element("tbody");
  rows.forEach(r => body.append(line(r, "td")));
  made.append(top, body);
  if (foot) {
    const end = element("tfoot");
    end.append(line(foot, "td"));
    made.append(end);
  }
  const box = element("div", undefined, "scroll");
  box.tabIndex = 0;
  box.append(made);
  return box;
}

function folded(title, content) {
  const made = element("details");
  made.append(element("summary", title), content);
  return made;
}

function chart(id, label, config) {
  byId(id).setAttribute("aria-label", label);
  config.options = Object.assign({
    responsive: true, maintainAspectRatio: false, animation: false,
    color: style("--ink"), borderColor: style("--line"),
  }, config.options);
  for (const scale of Object.values(config.options.scales || {})) {
    scale.ticks = Object.assign({color: style("--ink")}, scale.ticks);
    scale.grid = {color: style("--line")};
    if (scale.title) Object.assign(scale.title, {display: true, color: style("--ink")});
  }
  new Chart(byId(id), config);
  byId(id).dataset.points = config.data.datasets.reduce((n, d) => n + d.data.length, 0);
}

const wayName = w => w.schedule + (w.maxSpike > 1 ? ", spikes up to " + w.maxSpike : "");
const score = w => w.accuracy || w.agreement;
const scored = data.ways.some(w => w.accuracy) ? "accuracy" : "agreement";

function head() {
  const name = data.file;
  document.title = name + " – spikezip report";
  byId("title").textContent = name;
  const best = data.ways[0];
  byId("summary").textContent =
    whole.format(Math.round(data.proof.neurons / data.samples)) + " neurons in " + data.proof.layers + " layers; "
    + percent(data.proof.spikingMacShare) + " of the multiply-accumulates are driven by spikes; "
    + (best.endAccuracy === undefined ? "" : "accuracy " + percent(best.endAccuracy) + "; ")
    + data.samples + " samples of " + data.data + ".";
}

function proof() {
  const p = data.proof;
  byId("proof").append(
    element("p", p.exact ? "Equal: the spiking network computes exactly what its quantized network does."
      : "NOT EQUAL to the quantized network.", p.exact ? "good" : "bad"),
    table("Proof", ["what", "#value"], [
      ["samples", whole.format(p.samples)],
      ["codes compared", whole.format(p.neurons)],
      ["codes that differ", whole.format(p.mismatchedCodes)],
      ["output elements with other bits", whole.format(p.mismatchedOutputs)],
      ["schedule", p.schedule + ", spikes up to " + p.maxSpike],
      ["hash of the spike train", p.spikeTrainHash],
    ]));
}

function model() {
  const m = data.model;
  const rows = m.inputs.map(v => ["input " + v.name, v.type + v.shape])
    .concat(m.outputs.map(v => ["output " + v.name, v.type + v.shape]))
    .concat([["layers of neurons", String(m.neurons.layers)], ["depth", String(m.neurons.depth)]]);
  if (m.neurons.layers > 0) rows.push(["codes", m.neurons.smallestCode + " to " + m.neurons.largestCode]);
  if (m.calibration) {
    rows.push(["calibrated", m.calibration.quantizers + " quantizers, " + whole.format(m.calibration.thresholds)
      + " thresholds; median signal to noise " + m.calibration.medianSnrDb + " dB"]);
  }
  for (const [key, value] of Object.entries(m.classes)) rows.push([key + " nodes", String(value)]);
  byId("model").append(table("Model", ["what", "value"], rows));
  byId("model").append(folded("How it was compiled",
    table("Metadata", ["key", "value"], Object.entries(data.metadata))));
}

function steps() {
  byId("steps-note").textContent = scored === "accuracy"
    ? "Share of right answers if the run is stopped after a step."
    : "Share of samples whose largest output is already the one at rest.";
  chart("steps", "Line chart of " + scored + " by step for " + data.ways.map(wayName).join("; "), {
    type: "line",
    data: {
      datasets: data.ways.map((w, i) => ({
        label: wayName(w), borderColor: COLORS[i], backgroundColor: COLORS[i], pointRadius: 0, borderWidth: 2,
        borderDash: [[], [6, 3], [2, 2], [8, 3, 2, 3]][i % 4],
        data: score(w).map((y, t) => ({x: t + 1, y: 100 * y})),
      })),
    },
    options: {
      scales: {x: {type: "linear", min: 1, title: {text: "step"}}, y: {title: {text: scored + " in %"}}},
      plugins: {legend: {position: "bottom"}},
    },
  });
  byId("ways").append(table("Schedules", ["schedule", "#last step", "#spikes per neuron", "#synaptic operations", "#accuracy"],
    data.ways.map(w => [wayName(w), String(w.steps), w.spikesPerNeuron.toFixed(3), whole.format(Math.round(w.synapticOperations)),
      w.endAccuracy === undefined ? "–" : percent(w.endAccuracy)])));
  byId("ways").append(folded(scored + " by step, in numbers",
    table(scored, ["schedule", "#step", "#" + scored], data.ways.flatMap(w => score(w)
      .map((y, t, all) => [wayName(w), String(t + 1), percent(y), t === 0 || all[t - 1] !== y || t === all.length - 1])
      .filter(r => r[3]).map(r => r.slice(0, 3))))));
}

function heat() {
  const bins = Math.max(1, Math.ceil(data.heat.steps / 96));
  const layers = data.heat.layers.map(l => {
    const summed = [];
    l.spikes.forEach((n, t) => { summed[Math.floor(t / bins)] = (summed[Math.floor(t / bins)] || 0) + n; });
    return {name: l.name, depth: l.depth, spikes: summed, most: Math.max(1, ...summed)};
  }).sort((a, b) => a.depth - b.depth);
  const made = element("table", undefined, "heat");
  made.append(element("caption", "Spikes by layer and step" + (bins > 1 ? ", " + bins + " steps a column" : ""), "read"));
  const most = Math.max(1, ...layers.map(l => l.most));
  for (const layer of layers) {
    const row = element("tr");
    const name = element("th", short(layer.name));
    name.scope = "row";
    name.title = layer.name;
    row.append(name);
    layer.spikes.forEach((n, t) => {
      const cell = element("td");
      const strength = n === 0 ? 0 : 0.12 + 0.88 * Math.log1p(n) / Math.log1p(most);
      cell.style.backgroundColor = "rgba(var(--heat)," + strength.toFixed(3) + ")";
      cell.title = layer.name + ", step " + (t * bins + 1) + ": " + n + " spikes";
      row.append(cell);
    });
    made.append(row);
  }
  byId("heat").append(made);
  byId("heat").previousElementSibling.textContent =
    "The stronger the colour, the more spikes (logarithmic; most: " + whole.format(most) + "), first sample, " + data.heat.steps
    + " steps" + (bins > 1 ? ", " + bins + " a column" : "") + ". Deeper layers stand below.";
  byId("heat").append(folded("Spikes by layer, in numbers", table("Spikes", ["layer", "#depth", "#spikes"],
    layers.map(l => [l.name, String(l.depth), whole.format(l.spikes.reduce((a, b) => a + b, 0))]))));
}

function raster() {
  const r = data.raster;
  byId("raster-note").textContent = r.points.length === 0 ? "Nothing fired."
    : "Every spike of layer " + short(r.layer) + " for the first sample"
      + (r.leftOut > 0 ? "; " + whole.format(r.leftOut) + " later ones are left out" : "") + ".";
  const points = sign => r.points.filter(p => Math.sign(p[2]) === sign).map(p => ({x: p[0], y: p[1]}));
  chart("raster", "Raster of the spikes of layer " + r.layer + ": " + r.points.length + " spikes", {
    type: "scatter",
    data: {datasets: [
      {label: "positive", data: points(1), pointRadius: 1.5, pointStyle: "rect", pointBorderWidth: 0, backgroundColor: COLORS[0]},
      {label: "negative", data: points(-1), pointRadius: 1.5, pointStyle: "triangle", pointBorderWidth: 0, backgroundColor: COLORS[1]},
    ]},
    options: {
      scales: {x: {title: {text: "step"}}, y: {title: {text: "neuron"}}},
      plugins: {legend: {position: "bottom"}, tooltip: {enabled: false}},
    },
  });
}

function energy() {
  const m = data.machine;
  const known = what => !m.unpublished.includes(what);
  const parts = [joules(m.energy) + " as a spiking network"];
  if (known("multiply_accumulate")) parts.push(joules(m.floatEnergy) + " as a float network");
  if (known("int8_multiply_accumulate")) parts.push(joules(m.quantizedEnergy) + " with 8-bit integers");
  byId("energy-note").textContent = "One inference of the first sample with the constants of machine " + m.name + ": " + parts.join(", ")
    + (known("int8_multiply_accumulate") && m.energy > m.quantizedEnergy ? "; the spiking network costs more than the 8-bit one" : "") + ". "
    + (m.unpublished.length === 0 ? "" : "Not published for this machine, and so not counted: " + m.unpublished.join(", ")
      + "; where products of a dense network are among them, its bar is empty.");
  const kinds = [...new Set(m.layers.flatMap(l => Object.keys(l.energy)))];
  const bars = kinds.map((kind, i) => ({
    label: PARTS[kind] || kind, backgroundColor: COLORS[i % COLORS.length],
    data: [m.layers.reduce((sum, l) => sum + (l.energy[kind] || 0), 0) / 1e6, 0, 0],
  }));
  bars.push({label: "dense network", backgroundColor: "#808893", data: [0, m.floatEnergy / 1e6, m.quantizedEnergy / 1e6]});
  chart("energy", "Bar chart of energies: spiking " + joules(m.energy) + ", float " + joules(m.floatEnergy)
    + ", 8-bit " + joules(m.quantizedEnergy), {
    type: "bar",
    data: {labels: ["spiking network", "float network", "8-bit network"], datasets: bars},
    options: {
      indexAxis: "y",
      scales: {x: {stacked: true, title: {text: "µJ"}}, y: {stacked: true}},
      plugins: {legend: {position: "bottom"}},
    },
  });
  let sum = 0;
  const first = score(data.ways[0]);
  const trade = m.stepEnergy.map((e, t) => ({x: (sum += e) / 1e6, y: 100 * first[Math.min(t, first.length - 1)]}));
  chart("trade", "Line chart of " + scored + " against energy spent so far", {
    type: "line",
    data: {datasets: [{label: scored + " against energy so far, " + wayName(data.ways[0]), data: trade, pointRadius: 0,
      borderColor: COLORS[0], backgroundColor: COLORS[0], borderWidth: 2}]},
    options: {
      scales: {x: {type: "linear", title: {text: "µJ spent"}}, y: {title: {text: scored + " in %"}}},
      plugins: {legend: {position: "bottom"}},
    },
  });
  byId("energy-table").append(folded("Energy by layer, in numbers", table("Energy by layer",
    ["layer", "class", "#spiking", "#float", "#8-bit"],
    m.layers.map(l => [l.name, l.class, joules(l.totalEnergy), joules(l.floatEnergy), joules(l.quantizedEnergy)]),
    ["all", "", joules(m.energy), joules(m.floatEnergy), joules(m.quantizedEnergy)])));
}

function work() {
  const m = data.machine;
  const classes = {};
  for (const l of m.layers) {
    const c = classes[l.class] = classes[l.class] || {nodes: 0, macs: 0, spikes: 0, synaptic: 0, updates: 0, floats: 0};
    c.nodes++;
    c.macs += l.macs;
    c.spikes += l.spikes || 0;
    c.synaptic += l.synapticOperations || 0;
    c.updates += l.neuronUpdates || 0;
    c.floats += l.floatOperations || 0;
  }
  byId("work").append(table("Operations by class",
    ["class", "#nodes", "#dense MACs", "#spikes", "#synaptic operations", "#neuron updates", "#float operations"],
    Object.entries(classes).map(([name, c]) => [name, String(c.nodes)]
      .concat([c.macs, c.spikes, c.synaptic, c.updates, c.floats].map(n => whole.format(Math.round(n)))))));
  const f = m.figures;
  byId("work").append(table("Machine", ["on machine " + m.name, "#value"],
    [["cores", f.cores], ["messages", f.messages], ["hops", f.hops], ["most messages on a link in a step", f.busiestLink],
      ["operations of the busiest core", f.busiestCore], ["of a core, mean", f.meanCore],
      ["cycles at one operation or message each", f.cycles]]
      .map(([what, n]) => [what, whole.format(Math.round(n))])
      .concat([["time, by the times that the machine states",
        f.seconds === undefined ? "–, it states none" : (1e3 * f.seconds).toPrecision(3) + " ms"]])));
}

function where() {
  byId("where").append(table("Environment", ["what", "value"],
    Object.entries(data.environment).map(([k, v]) => [k, String(v)])));
}

[head, proof, model, steps, heat, raster, energy, work, where].forEach(part => part());
/** Charts in the colours of the screen or, when printed, of paper. */
function repaint(ink, line) {
  for (const drawn of Object.values(Chart.instances)) {
    drawn.options.color = ink;
    for (const scale of Object.values(drawn.options.scales)) {
      scale.ticks.color = scale.title.color = ink;
      scale.grid.color = line;
    }
    drawn.update("none");
  }
}

window.addEventListener("beforeprint", () => repaint("#000", "#888"));
window.addEventListener("afterprint", () => repaint(style("--ink"), style("--line")));
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(style("--ink"), style("--line")));
