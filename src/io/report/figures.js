// Draws figures with Vega and lets the reader zoom, read values and save. The data of a figure is JSON; this file turns it
// into a Vega specification. window.siegertFigures.show(element, data) draws one; what it returns can be given other data.
(function () {
  "use strict";
  const vega = window.siegertVega;

  // Okabe and Ito's colours, which readers with any kind of colour vision can tell apart.
  const LIGHT = {ground: "white", ink: "#000", grid: "#ddd", palette: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c6d1f"]};
  const DARK = {ground: "transparent", ink: "#e6edf3", grid: "#30363d", palette: ["#4aa8e8", "#f0803c", "#2fc79a", "#e39bc5", "#f2b632", "#9bd4f5", "#e6edf3", "#c4a24f"]};
  let theme = LIGHT;
  const DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]];  // tells the ninth series from the first
  const PADDING = 6;  // around each figure, in pixels
  const MANY_CELLS = 5000;  // from here on a canvas draws faster than SVG

  const withUnit = (label, unit) => (unit ? `${label} [${unit}]` : label);
  const number = (x) => (x === null || !isFinite(x) ? "–" : String(Number(x.toPrecision(5))));
  const positive = (log) => (x) => x !== null && isFinite(x) && (!log || x > 0);

  // ---- the range of an axis, with room at its ends -----------------------------------------------------------------
  function range(values, log, zero) {
    let lo = Infinity, hi = -Infinity;
    for (const v of values) if (positive(log)(v)) { lo = Math.min(lo, v); hi = Math.max(hi, v); }
    if (lo > hi) return log ? [0.1, 1] : [0, 1];
    if (zero && !log) { lo = Math.min(lo, 0); hi = Math.max(hi, 0); }
    if (log) return lo === hi ? [lo / 2, hi * 2] : [lo * Math.pow(lo / hi, 0.03), hi * Math.pow(hi / lo, 0.03)];
    const room = lo === hi ? Math.abs(lo) * 0.1 || 1 : (hi - lo) * 0.04;
    return [lo === 0 && zero ? 0 : lo - room, hi === 0 && zero ? 0 : hi + room];
  }

  const crowded = (names, width) => Math.max(...names.map((n) => n.length)) * 8 * names.length > width * 0.8;

  // ---- what all figures share: size, two axes whose domains are signals, marks clipped to the plot -----------------
  function base(size, x, y, marks) {
    const axis = (orient, scale, spec) => Object.assign(
      {orient, scale, title: spec.title, grid: spec.grid !== false, gridOpacity: 0.5, labelOverlap: true, titleFontWeight: 500},
      spec.names ? {values: spec.names.map((_, i) => i + 0.5), ticks: false, grid: false,
                    encode: {labels: {update: {text: {signal: `${JSON.stringify(spec.names)}[floor(datum.value)]`}}}}} : {},
      spec.names && orient === "bottom" && crowded(spec.names, size.width)
        ? {labelAngle: -45, labelAlign: "right", labelBaseline: "top", labelPadding: 4} : {});
    const scale = (name, spec, extent) => ({
      name, type: spec.log ? "log" : "linear", domain: {signal: name + "Domain"}, range: extent, zero: false, nice: false});
    return {
      background: theme.ground, width: size.width, height: size.height, padding: PADDING, autosize: {type: "fit", contains: "padding"},
      config: {axis: {labelFontSize: 11, titleFontSize: 12, labelColor: theme.ink, titleColor: theme.ink, gridColor: theme.grid},
               legend: {labelFontSize: 11, labelColor: theme.ink, titleColor: theme.ink}},
      signals: [{name: "xDomain", value: x.domain}, {name: "yDomain", value: y.domain}],
      scales: [scale("x", x, "width"), scale("y", y, "height")],
      axes: [axis("bottom", "x", x), axis("left", "y", y)],
      marks: [{type: "group", clip: true, encode: {update: {width: {signal: "width"}, height: {signal: "height"}}}, marks}],
    };
  }

  const legend = (names, styles) => ({
    scales: [{name: "color", type: "ordinal", domain: names, range: styles.map((s) => s.color)},
             {name: "dash", type: "ordinal", domain: names, range: styles.map((s) => s.dash)},
             {name: "shape", type: "ordinal", domain: names, range: styles.map((s) => s.shape)},
             {name: "inside", type: "ordinal", domain: names, range: styles.map((s) => s.inside)}],
    legends: [{stroke: "color", strokeDash: "dash", shape: "shape", fill: "inside", symbolStrokeWidth: 2.5, orient: "bottom", direction: "horizontal", columns: 4}],
  });

  function add(spec, more) {
    spec.scales.push(...(more.scales || []));
    spec.legends = (spec.legends || []).concat(more.legends || []);
    return spec;
  }

  const axisOf = (axis, values, zero) => ({
    title: withUnit(axis.label, axis.unit), log: axis.log, domain: range(values, axis.log, zero)});

  // ---- curves ------------------------------------------------------------------------------------------------------
  function lines(data, size) {
    const finite = (s) => s.x.map((x, i) => ({x, y: s.y[i], low: s.low ? s.low[i] : s.y[i], high: s.high ? s.high[i] : s.y[i]}))
      .filter((p) => positive(data.x.log)(p.x) && positive(data.y.log)(p.y));
    const points = data.series.map(finite);
    const styles = data.series.map((s, i) => {
      const k = s.color < 0 ? i : s.color;
      const color = theme.palette[k % theme.palette.length], isPoints = s.style === "points" || s.style === "dots";
      if (s.style === "boxes") return {color, shape: "square", inside: color + "4d", dash: [1, 0]};
      return {color, shape: isPoints ? "circle" : s.low ? "square" : "stroke", inside: isPoints ? color : s.low ? color + "38" : "transparent", dash: s.style === "dashed" ? [5, 4] : DASHES[Math.floor(k / theme.palette.length) % DASHES.length]};
    });
    const all = points.flat();
    const xs = all.map((p) => p.x).concat(data.marks.map((m) => m.x));
    const ys = all.flatMap((p) => [p.y, p.low, p.high]).concat(data.marks.map((m) => m.y));
    const x = axisOf(data.x, xs), y = axisOf(data.y, ys);
    if (data.y.log) for (const p of all) p.low = Math.max(p.low, y.domain[0] * 1e-3);  // bars that reach below zero
    if (data.equal) equalise(x, y, size);
    const place = (field) => ({y: {scale: "y", field}});
    const marks = [];
    const datasets = [];
    points.forEach((values, i) => {
      const name = "series" + i, s = data.series[i], from = {data: name};
      datasets.push({name, values});
      if (s.style === "boxes") {
        const across = {x: {scale: "x", field: "x", offset: -9}, x2: {scale: "x", field: "x", offset: 9}};
        marks.push({type: "rect", from, encode: {update: {...across, ...place("low"), y2: {scale: "y", field: "high"}, fill: {value: styles[i].color}, fillOpacity: {value: 0.3}}}},
                   {type: "rule", from, encode: {update: {...across, ...place("y"), stroke: {value: styles[i].color}, strokeWidth: {value: 2}}}});
        return;
      }
      if (s.low && s.style === "points") {
        marks.push({type: "rule", from, encode: {update: {x: {scale: "x", field: "x"}, ...place("low"), y2: {scale: "y", field: "high"}, stroke: {value: styles[i].color}, strokeWidth: {value: 1.6}}}});
      } else if (s.low) {
        marks.push({type: "area", from, encode: {update: {x: {scale: "x", field: "x"}, ...place("low"), y2: {scale: "y", field: "high"}, fill: {value: styles[i].color}, fillOpacity: {value: 0.22}}}});
      }
      const at = {x: {scale: "x", field: "x"}, ...place("y")};
      marks.push(s.style === "points" || s.style === "dots"
        ? {type: "symbol", from, encode: {update: {...at, size: {value: s.style === "dots" ? 5 : 40}, fill: {value: styles[i].color}}}}
        : {type: "line", from, encode: {update: {...at, stroke: {value: styles[i].color}, strokeWidth: {value: 1.8}, strokeDash: {value: styles[i].dash}}}});
    });
    datasets.push({name: "marks", values: data.marks});
    const at = {x: {scale: "x", field: "x"}, y: {scale: "y", field: "y"}};
    const beyond = "scale('x', datum.x) + 7 + 7 * length(datum.label) > width";  // the edge, if the label stood on the right
    marks.push({type: "symbol", from: {data: "marks"}, encode: {update: {...at, shape: {signal: "datum.around ? 'diamond' : 'cross'"}, size: {signal: "datum.around ? 170 : 60"},
        fill: {signal: "datum.around ? null : '" + theme.ink + "'"}, stroke: {signal: "datum.around ? '" + theme.ink + "' : null"}, strokeWidth: {value: 1.5}}}},
               {type: "text", from: {data: "marks"}, encode: {update: {...at, text: {field: "label"}, dx: {signal: `datum.around ? 0 : ${beyond} ? -7 : 7`}, dy: {signal: "datum.around ? -11 : -7"},
                 align: {signal: `datum.around ? 'center' : ${beyond} ? 'right' : 'left'`}, fontSize: {value: 11}, fontWeight: {signal: "datum.around ? 600 : 400"}, fill: {value: theme.ink}}}});
    const spec = base(size, x, y, marks);
    spec.data = datasets;
    const names = data.series.map((s) => s.name), first = names.map((name, i) => names.indexOf(name) === i);
    return first.filter(Boolean).length > 1 ? add(spec, legend(names.filter((_, i) => first[i]), styles.filter((_, i) => first[i]))) : spec;
  }

  function equalise(x, y, size) {
    const width = size.width - 80, height = size.height - 110;  // of the plot itself, without axes and legend
    const perPixel = Math.max((x.domain[1] - x.domain[0]) / width, (y.domain[1] - y.domain[0]) / height);
    const around = (domain, length) => {
      const middle = (domain[0] + domain[1]) / 2;
      return [middle - perPixel * length / 2, middle + perPixel * length / 2];
    };
    x.domain = around(x.domain, width);
    y.domain = around(y.domain, height);
  }

  // ---- matrices ----------------------------------------------------------------------------------------------------
  function heatmap(data, size) {
    const values = [];
    data.values.forEach((row, i) => row.forEach((v, j) => { if (v !== null) values.push({i, j, v}); }));
    const x = {title: data.columnLabel, names: data.columns, domain: [0, data.columns.length]};
    const y = {title: data.rowLabel, names: data.rows, domain: [data.rows.length, 0]};
    const cell = {
      x: {scale: "x", field: "j"}, x2: {scale: "x", signal: "datum.j + 1"},
      y: {scale: "y", field: "i"}, y2: {scale: "y", signal: "datum.i + 1"},
      fill: {scale: "fill", field: "v"}};
    const spec = base(size, x, y, [{type: "rect", from: {data: "cells"}, encode: {update: cell}}]);
    spec.data = [{name: "cells", values}];
    const extreme = data.extreme || values.reduce((m, c) => Math.max(m, Math.abs(c.v)), 0) || 1;
    const fill = data.diverging
      ? {name: "fill", type: "linear", domain: {signal: "fillDomain"}, range: {scheme: "blueorange"}}
      : {name: "fill", type: "linear", domain: {signal: "fillDomain"}, range: {scheme: "viridis"}};
    spec.signals.push({name: "fillDomain", value: data.diverging ? [-extreme, 0, extreme] : range(values.map((c) => c.v), false, true)});
    return add(spec, {scales: [fill], legends: [{fill: "fill", title: withUnit(data.valueLabel, data.unit), orient: "right", gradientLength: Math.min(200, size.height - 120)}]});
  }

  // ---- bars --------------------------------------------------------------------------------------------------------
  function bars(data, size) {
    const width = 0.8 / data.groups.length;
    const values = data.groups.flatMap((g, k) => g.values.map((v, i) => ({
      left: i + 0.1 + k * width, right: i + 0.1 + (k + 1) * width, middle: i + 0.1 + (k + 0.5) * width, group: g.name, v,
      low: v - (g.error ? g.error[i] : 0), high: v + (g.error ? g.error[i] : 0)}))).filter((b) => b.v !== null);
    const x = {title: "", names: data.categories, domain: [0, data.categories.length]};
    const y = axisOf(data.y, values.flatMap((b) => [b.low, b.high]), true);
    const bar = {x: {scale: "x", field: "left"}, x2: {scale: "x", field: "right"}, y: {scale: "y", field: "v"},
                 y2: data.y.log ? {signal: "height"} : {scale: "y", value: 0}, fill: {scale: "color", field: "group"}};
    const error = {x: {scale: "x", field: "middle"}, y: {scale: "y", field: "low"}, y2: {scale: "y", field: "high"}, stroke: {value: theme.ink}, strokeWidth: {value: 1.2}};
    const spec = base(size, x, y, [{type: "rect", from: {data: "bars"}, encode: {update: bar}}].concat(
      data.groups.some((g) => g.error) ? [{type: "rule", from: {data: "bars"}, encode: {update: error}}] : []));
    spec.data = [{name: "bars", values}];
    const names = data.groups.map((g) => g.name);
    return add(spec, {scales: [{name: "color", type: "ordinal", domain: names, range: theme.palette}],
                      legends: names.length > 1 ? [{fill: "color", orient: "bottom", direction: "horizontal"}] : []});
  }

  // ---- what was measured beside what was expected ------------------------------------------------------------------
  function comparison(data, size) {
    const NAMES = ["prediction", "accepted range", "simulation"], COLORS = [theme.palette[0], "#b5d3e7", theme.palette[1]];
    const half = Math.min(0.38, 45 * data.categories.length / size.width);  // of a box, which is at most 90 pixels wide
    const values = data.categories.map((name, i) => ({
      left: i + 0.5 - half, right: i + 0.5 + half, middle: i + 0.5, flagged: data.flagged[i], expected: data.expected[i], low: data.low[i], high: data.high[i],
      v: data.measured[i], from: data.measured[i] - data.standard_error[i], to: data.measured[i] + data.standard_error[i]})).filter((p) => p.v !== null);
    const x = {title: "", names: data.categories, domain: [0, data.categories.length]};
    const y = axisOf(data.y, values.flatMap((p) => [p.expected, p.low, p.high, p.from, p.to]));
    const across = {x: {scale: "x", field: "left"}, x2: {scale: "x", field: "right"}}, at = {x: {scale: "x", field: "middle"}};
    const from = {data: "points"};
    const spec = base(size, x, y, [
      {type: "rect", from, encode: {update: {...across, y: {scale: "y", field: "low"}, y2: {scale: "y", field: "high"}, fill: {value: COLORS[1]}, stroke: {value: "#7fb2d6"}}}},
      {type: "rule", from, encode: {update: {...across, y: {scale: "y", field: "expected"}, stroke: {value: COLORS[0]}, strokeWidth: {value: 2}}}},
      {type: "rule", from, encode: {update: {...at, y: {scale: "y", field: "from"}, y2: {scale: "y", field: "to"}, stroke: {value: COLORS[2]}, strokeWidth: {value: 2}}}},
      {type: "symbol", from, encode: {update: {...at, y: {scale: "y", field: "v"}, shape: {signal: "datum.flagged ? 'diamond' : 'circle'"},
        size: {signal: "datum.flagged ? 130 : 45"}, fill: {value: COLORS[2]}, stroke: {signal: "datum.flagged ? '" + theme.ink + "' : null"}, strokeWidth: {value: 1.5}}}},
      {type: "text", from, encode: {update: {...at, y: {scale: "y", field: "v"}, dy: {value: -11}, align: {value: "center"}, fontSize: {value: 11}, fontWeight: {value: 600},
        fill: {value: theme.ink}, text: {signal: `datum.flagged ? ${JSON.stringify(data.flag)} : ''`}}}}]);
    spec.data = [{name: "points", values}];
    return add(spec, {
      scales: [{name: "color", type: "ordinal", domain: NAMES, range: COLORS},
               {name: "shape", type: "ordinal", domain: NAMES, range: ["stroke", "square", "circle"]}],
      legends: [{stroke: "color", fill: "color", shape: "shape", symbolStrokeWidth: 2, orient: "bottom", direction: "horizontal", columns: size.width < 340 ? 2 : 3}]});
  }

  // ---- the values under the pointer ----------------------------------------------------------------------------------
  const reading = {
    lines(data, x, y, pixels) {
      if (data.equal) return nearestPoint(data, x, y, pixels);
      const rows = data.series.map((s) => {
        const k = nearest(s.x, x, data.x.log);
        if (k < 0 || s.y[k] === null) return null;
        const error = s.low ? `  (${number(s.low[k])} to ${number(s.high[k])})` : "";
        return {at: s.x[k], text: `${s.name}: ${number(s.y[k])}${error}`};
      }).filter(Boolean);
      if (!rows.length) return null;
      const place = (at) => `${number(at)} ${data.x.unit}`;  // series with points of their own say where these are
      return [`${data.x.label} ${place(rows[0].at)}`].concat(
        rows.map((r) => (r.at === rows[0].at ? r.text : `${r.text} at ${place(r.at)}`))).join("\n");
    },
    heatmap(data, x, y) {
      const i = Math.floor(y), j = Math.floor(x);
      if (!(i >= 0 && j >= 0 && i < data.rows.length && j < data.columns.length)) return null;
      return `${data.rowLabel} ${data.rows[i]}\n${data.columnLabel} ${data.columns[j]}\n${data.valueLabel} ${number(data.values[i][j])} ${data.unit}`;
    },
    bars(data, x) {
      const i = Math.floor(x);
      if (!(i >= 0 && i < data.categories.length)) return null;
      return [data.categories[i]].concat(data.groups.map((g) =>
        `${g.name}: ${number(g.values[i])}${g.error ? " ± " + number(g.error[i]) : ""} ${data.y.unit}`)).join("\n");
    },
  };

  reading.comparison = (data, x) => {
    const i = Math.floor(x);
    if (!(i >= 0 && i < data.categories.length)) return null;
    return [data.categories[i] + (data.flagged[i] ? " – " + data.flag : ""),
            `prediction: ${number(data.expected[i])} ${data.y.unit}`,
            `accepted: ${number(data.low[i])} to ${number(data.high[i])} ${data.y.unit}`,
            `simulation: ${number(data.measured[i])} ± ${number(data.standard_error[i])} ${data.y.unit}`].join("\n");
  };

  function nearest(xs, x, log) {
    let best = -1, distance = Infinity;
    for (let k = 0; k < xs.length; k++) {
      const d = log ? Math.abs(Math.log(xs[k] / x)) : Math.abs(xs[k] - x);
      if (d < distance) { distance = d; best = k; }
    }
    return best;
  }

  function nearestPoint(data, x, y, pixels) {
    let best = null, distance = Infinity;
    for (const s of data.series) {
      for (let k = 0; k < s.x.length; k++) {
        const d = Math.hypot((s.x[k] - x) / pixels.x, (s.y[k] - y) / pixels.y);
        if (d < distance) { distance = d; best = `${s.name}\n${data.x.label} ${number(s.x[k])}\n${data.y.label} ${number(s.y[k])}`
          + (s.tag ? `\n${data.tagLabel} ${number(s.tag[k])}` : ""); }
      }
    }
    return distance < 40 ? best : null;
  }

  // Curves with arguments in common have them once: the number of a series stands for those of that series.
  function resolve(data) {
    for (const s of data.series || []) for (const name of ["x", "tag"]) {
      if (typeof s[name] === "number") s[name] = data.series[s[name]][name];
    }
  }

  // ---- one figure --------------------------------------------------------------------------------------------------
  const DRAW = {lines, heatmap, bars, comparison};

  function sizeOf(room, data) {
    const width = Math.max(260, Math.floor(room));
    const highest = data.kind === "heatmap" ? Math.min(560, 110 + 70 * data.rows.length) : 560;
    const square = data.kind === "heatmap" || data.equal;
    return {width, height: Math.max(260, Math.round(square ? Math.min(width * 0.85, highest) : Math.min(width * 0.62, 420)))};
  }

  // What of a specification no data and no signal can change.
  const skeleton = (spec) => JSON.stringify(Object.assign({}, spec, {data: spec.data.map((d) => d.name), signals: spec.signals.map((s) => s.name)}));

  // Draws the data in the element, and returns {update(other data), redraw()}. `live`: new data come often.
  function show(figure, data, live) {
    resolve(data);
    const plot = figure.querySelector(".plot");
    const tip = figure.querySelector(".tip");
    let view, home, drawn;
    let width = plot.clientWidth;  // asked once: the answer costs a layout of the page

    const draw = () => {
      const cells = data.kind === "heatmap" ? data.rows.length * data.columns.length : 0;
      const spec = DRAW[data.kind](data, sizeOf(width, data));
      const kept = view && {x: view.signal("xDomain"), y: view.signal("yDomain")};
      const zoomed = view && (kept.x !== home.x || kept.y !== home.y);
      home = {x: spec.signals[0].value, y: spec.signals[1].value};
      if (zoomed) { spec.signals[0].value = kept.x; spec.signals[1].value = kept.y; }
      const frame = skeleton(spec);
      if (view && frame === drawn) {
        for (const {name, values} of spec.data) view.data(name, values);
        for (const {name, value} of spec.signals) view.signal(name, value);
      } else {
        if (view) view.finalize();
        drawn = frame;
        view = new vega.View(vega.parse(spec), {renderer: live || cells > MANY_CELLS ? "canvas" : "svg", container: plot.querySelector(".canvas"), hover: false});
      }
      return view.runAsync().then(() => figure.setAttribute("data-drawn", "yes"));
    };

    const isLog = {x: data.kind === "lines" && data.x.log, y: (data.kind !== "heatmap") && data.y.log};
    const forward = (axis, v) => (isLog[axis] ? Math.log(v) : v);
    const back = (axis, v) => (isLog[axis] ? Math.exp(v) : v);
    const domainOf = (axis) => view.signal(axis + "Domain").map((v) => forward(axis, v));
    const setDomain = (axis, d) => view.signal(axis + "Domain", d.map((v) => back(axis, v)));

    function zoom(factor, centre) {
      for (const axis of ["x", "y"]) {
        const [a, b] = domainOf(axis);
        const c = centre ? forward(axis, centre[axis]) : (a + b) / 2;
        setDomain(axis, [c + (a - c) * factor, c + (b - c) * factor]);
      }
      view.runAsync();
    }
    function pan(dx, dy) {  // as fractions of what is visible
      const [a, b] = domainOf("x"), [c, d] = domainOf("y");
      setDomain("x", [a + dx * (b - a), b + dx * (b - a)]);
      setDomain("y", [c + dy * (d - c), d + dy * (d - c)]);
      view.runAsync();
    }
    function reset() { view.signal("xDomain", home.x).signal("yDomain", home.y).runAsync(); }

    function pointer(event) {
      const box = plot.querySelector("svg, canvas").getBoundingClientRect();
      const origin = view.origin();
      const px = event.clientX - box.left - origin[0] - PADDING;
      const py = event.clientY - box.top - origin[1] - PADDING;
      const width = view.signal("width"), height = view.signal("height");
      if (px < 0 || py < 0 || px > width || py > height) return null;
      const [a, b] = view.signal("xDomain"), [c, d] = view.signal("yDomain");
      return {x: view.scale("x").invert(px), y: view.scale("y").invert(py), width, height,
              pixels: {x: Math.abs(b - a) / width, y: Math.abs(d - c) / height}};
    }
    function read(event) {
      const at = pointer(event);
      const text = at && reading[data.kind](data, at.x, at.y, at.pixels);
      tip.hidden = !text;
      if (!text) return;
      tip.textContent = text;
      const box = plot.getBoundingClientRect();
      const left = event.clientX - box.left, top = event.clientY - box.top;
      tip.style.left = Math.max(0, left + (left > box.width / 2 ? -tip.offsetWidth - 14 : 14)) + "px";
      tip.style.top = Math.max(0, top - tip.offsetHeight / 2) + "px";
    }

    let drag = null;
    plot.addEventListener("pointermove", (event) => {
      if (!drag) return read(event);
      pan((drag.x - event.clientX) / view.signal("width"), (event.clientY - drag.y) / view.signal("height"));
      drag = {x: event.clientX, y: event.clientY};
    });
    plot.addEventListener("pointerleave", () => { tip.hidden = true; drag = null; });
    plot.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse" && pointer(event)) { drag = {x: event.clientX, y: event.clientY}; tip.hidden = true; event.preventDefault(); plot.focus(); }
      else read(event);
    });
    window.addEventListener("pointerup", () => { drag = null; });
    plot.addEventListener("dblclick", reset);
    plot.addEventListener("wheel", (event) => {  // a plain wheel scrolls the page
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 0.8 : 1.25, pointer(event));
    }, {passive: false});
    const keys = {"+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), "0": reset,
                  ArrowLeft: () => pan(-0.1, 0), ArrowRight: () => pan(0.1, 0), ArrowUp: () => pan(0, 0.1), ArrowDown: () => pan(0, -0.1)};
    plot.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      keys[event.key]();
    });

    const actions = {in: () => zoom(0.7), out: () => zoom(1 / 0.7), reset, svg: () => view.toSVG().then((svg) => save(svg, figure.id + ".svg", "image/svg+xml"))};
    figure.querySelectorAll("button[data-action]").forEach((button) => button.addEventListener("click", actions[button.dataset.action]));
    window.addEventListener("resize", () => {
      if (plot.clientWidth !== width) { width = plot.clientWidth; draw(); }
    });
    return {
      ready: draw(),
      update(other) { data = other; resolve(data); return draw(); },
      redraw() { drawn = null; return draw(); },
    };
  }

  function save(text, name, type) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  window.siegertFigures = {show, save, number, dark(wanted) { theme = wanted ? DARK : LIGHT; }};
})();
