// The page of `siegert explore`. It holds which parameters are changed and shows what the server answers about them; every
// number comes from there.
(function () {
  "use strict";
  const figuresOf = window.siegertFigures;
  const byId = (id) => document.getElementById(id);
  const page = Math.random().toString(36).slice(2) + Date.now().toString(36);

  // ---- small tools -------------------------------------------------------------------------------------------------
  function element(name, attributes, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
    }
    made.append(...content);
    return made;
  }

  const shown = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : "–");

  async function post(path, content, signal) {
    const response = await fetch(path, {method: "POST", body: JSON.stringify(content), signal});
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.error), {status: response.status, key: answer.key});
    return answer;
  }

  // ---- what is looked at: the changes of the file, and how it is computed --------------------------------------------
  const nothing = () => ({changes: [], synapse: undefined, method: undefined, convention: undefined});
  const copy = (view) => ({...view, changes: view.changes.map((c) => [...c])});
  const equal = (a, b) => JSON.stringify(a) === JSON.stringify(b);

  let view = nothing();      // on the screen, or on its way there
  let good = nothing();      // the last one that had an answer
  const past = [], future = [];
  let start = null;          // picture of the file as it is
  let latest = null;         // picture on the screen
  let comparing = false;
  let simulated = null;      // what a simulation of this network has shown so far

  function withChange(key, text) {
    const next = copy(view);
    next.changes = next.changes.filter(([name]) => name !== key);
    if (text !== null) next.changes.push([key, text]);
    return next;
  }

  // A change that Undo takes back. `before` is the view to go back to.
  function remember(before) {
    if (equal(before, view)) return;
    past.push(before);
    future.length = 0;
    showHistory();
  }

  function travel(from, to) {
    if (!from.length) return;
    to.push(copy(good));
    view = from.pop();
    showHistory();
    look("full");
  }

  function showHistory() {
    byId("undo").disabled = !past.length;
    byId("redo").disabled = !future.length;
    byId("reset").disabled = equal(view, nothing());
    byId("compare").disabled = equal(view, nothing()) && !comparing;
  }

  // ---- asking the server: one question at a time, the newest next ----------------------------------------------------
  const PATIENCE = 1500;     // ms after which a draft that is outdated is given up; before, it is shown while the next one comes
  const PAUSE = 180;         // ms of rest after which everything is computed at full detail
  let number = 0, running = null, wanted = null, rest = null;

  function look(detail, edited) {
    wanted = {detail, edited, view: copy(view), since: performance.now()};
    document.body.toggleAttribute("data-busy", true);
    forget();
    clearTimeout(rest);
    if (!running) ask();
    else if (running.detail === "full" || performance.now() - running.since > PATIENCE) running.abort.abort();
  }

  async function ask() {
    while (wanted) {
      const question = wanted;
      wanted = null;
      running = {abort: new AbortController(), detail: question.detail, since: performance.now()};
      try {
        const picture = await post("picture", {...question.view, page, number: ++number, detail: question.detail}, running.abort.signal);
        running = null;
        await accept(picture, question);
      } catch (error) {
        running = null;
        if (error.name === "AbortError" || error.status === 409) continue;
        reject(error, question);
      }
    }
  }

  async function accept(picture, question) {
    good = question.view;
    latest = picture;
    if (question.edited) question.edited.complain("");
    await draw(picture, question.detail);
    document.body.dataset.latency = Math.round(performance.now() - question.since);
    if (question.detail === "draft") {
      clearTimeout(rest);
      rest = setTimeout(() => look("full"), PAUSE);
      return;
    }
    if (!start && equal(question.view, nothing())) start = picture;
    await refreshControls();
    if (!wanted && !running) document.body.removeAttribute("data-busy");
    if (wanted || running) return;
    findStates();
    for (const drawing of drawings) drawing.draw();
  }

  // What cannot be computed is said where it was typed; the last good picture stays.
  function reject(error, question) {
    if (error.status === undefined) return byId("gone").removeAttribute("hidden");
    if (question.edited) question.edited.complain(error.message);
    else showNotes([error.message]);
    if (!wanted) {
      view = copy(good);
      document.body.removeAttribute("data-busy");
    }
    showHistory();
  }

  // ---- the parameters ------------------------------------------------------------------------------------------------
  const controls = new Map();  // by key

  // Between which values a slider moves: around the one at the start, without changing its sign.
  function rangeOf(control, value) {
    if (/^(E_L|V_\w*_abs)$/.test(control.key)) return [value - 15, value + 15];
    if (value === 0) return control.range.startsWith(">") || control.range === "" && !/^(I_ext|J)/.test(control.key) ? [0, 1] : [-1, 1];
    const least = control.range.startsWith("> ") ? Math.abs(value) / 20 : 0;
    return value > 0 ? [least, 2 * value] : [2 * value, -least];
  }

  // Slider and field of one number. `name` is that of the change: "nu_ext" or "J[E,I]".
  class NumberEditor {
    constructor(control, name, text) {
      this.control = control;
      this.name = name;
      const id = "p-" + name.replace(/\W+/g, "-");
      this.slider = element("input", {type: "range", tabindex: 0, "aria-label": `${name}, slider`, oninput: () => this.drag(), onchange: () => this.release()});
      this.field = element("input", {type: "text", id, inputmode: "decimal", spellcheck: "false", "aria-describedby": id + "-error", onchange: () => this.type()});
      this.unit = element("span", {class: "unit"}, control.unit);
      this.error = element("p", {class: "error", id: id + "-error", role: "alert"});
      this.row = element("div", {class: "row"}, element("label", {for: id, title: control.meaning}, name), this.slider, this.field, this.unit);
      this.before = null;
      this.begin = text;
      this.show(text, control.unit);
    }

    show(text, unit) {
      this.unit.textContent = unit;
      if (this.field.getAttribute("aria-invalid") === "true") return;
      if (document.activeElement !== this.field) this.field.value = text;
      const value = Number(text);
      if (unit !== this.slider.dataset.unit || this.slider.min === "" || value < Number(this.slider.min) || value > Number(this.slider.max)) {
        const [low, high] = rangeOf(this.control, value);
        Object.assign(this.slider, {min: low, max: high, step: this.control.range.includes("whole") ? 1 : (high - low) / 1000});
        this.slider.dataset.unit = unit;
      }
      if (document.activeElement !== this.slider || !this.before) this.slider.value = value;
    }

    drag() {
      if (!this.before) this.before = copy(good);
      const value = Number(this.slider.value);
      const digits = Math.max(0, 3 - Math.ceil(Math.log10(Math.abs(Number(this.slider.max) - Number(this.slider.min)))));
      const text = String(Number(value.toFixed(Math.min(12, digits))));
      this.field.value = text;
      this.field.removeAttribute("aria-invalid");
      view = withChange(this.name, this.withUnit(text));
      look("draft", this);
      showHistory();
    }

    release() {
      const before = this.before;
      this.before = null;
      if (before) remember(before);
    }

    type() {
      const text = this.field.value.trim();
      const before = copy(good);
      this.field.removeAttribute("aria-invalid");
      view = withChange(this.name, this.withUnit(text));
      remember(before);
      look("full", this);
    }

    withUnit(text) {
      const unit = this.unit.textContent;
      return unit && /^[-+\d.eE]+$/.test(text) ? `${text} ${unit}` : text;
    }

    complain(message) {
      this.error.textContent = message;
      if (message) {
        this.field.setAttribute("aria-invalid", "true");
        past.pop();
        showHistory();
      } else {
        this.field.removeAttribute("aria-invalid");
      }
    }
  }

  class ScalarControl {
    constructor(control) {
      this.editor = new NumberEditor(control, control.key, control.texts[0]);
      this.element = element("div", {class: "control"}, this.editor.row, this.editor.error);
    }
    show(control) {
      this.editor.show(control.texts[0], control.unit);
      this.element.classList.toggle("changed", view.changes.some(([key]) => key === control.key));
    }
  }

  // A list or a matrix: a table of its entries; the one that is clicked has a slider and a field below.
  class TableControl {
    constructor(control) {
      this.editor = null;
      this.selected = -1;
      this.place = element("div");
      this.cells = [];
      this.grid = element("div", {class: "grid"}, this.table(control));
      const summary = control.columns.length ? `${control.key}: target (row), source (column)` : control.key;
      this.element = element("div", {class: "control"},
        element("div", {class: "row"}, element("label", {title: control.meaning}, control.key), element("span", {class: "hint", style: "grid-column: 2 / -1"}, `${control.unit ? `[${control.unit}] ` : ""}${control.columns.length ? "target × source" : ""}${control.derived ? ", derived" : ""}`)),
        this.grid, this.place);
      this.grid.setAttribute("role", "group");
      this.grid.setAttribute("aria-label", `${summary}. Arrow keys move, Enter selects.`);
      this.grid.addEventListener("keydown", (event) => this.move(event));
      this.show(control);
    }

    table(control) {
      const columns = control.columns.length ? control.columns : [""];
      const wide = control.columns.length > 0;
      const names = wide ? control.rows : [""], across = wide ? columns : control.rows;
      this.width = across.length;
      const cell = (k) => {
        const button = element("button", {type: "button", tabindex: k ? -1 : 0, onclick: () => this.select(k)});
        this.cells.push(button);
        return element("td", {}, button);
      };
      return element("table", {},
        element("thead", {}, element("tr", {}, wide ? element("td") : "", ...across.map((name) => element("th", {scope: "col"}, name)))),
        element("tbody", {}, ...names.map((name, i) => element("tr", {}, wide ? element("th", {scope: "row"}, name) : "", ...across.map((_, j) => cell(i * this.width + j))))));
    }

    name(k) {
      const {key, rows, columns} = this.control;
      return columns.length ? `${key}[${rows[Math.floor(k / this.width)]},${columns[k % this.width]}]` : `${key}[${rows[k]}]`;
    }

    select(k) {
      if (this.selected >= 0) this.cells[this.selected].setAttribute("aria-pressed", "false");
      this.selected = k;
      this.cells[k].setAttribute("aria-pressed", "true");
      this.focus(k);
      this.editor = new NumberEditor(this.control, this.name(k), this.control.texts[k]);
      this.place.replaceChildren(this.editor.row, this.editor.error);
    }

    focus(k) {
      for (const cell of this.cells) cell.tabIndex = -1;
      this.cells[k].tabIndex = 0;
    }

    move(event) {
      const at = this.cells.indexOf(document.activeElement);
      const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.width, ArrowDown: this.width}[event.key];
      if (at < 0 || step === undefined || !this.cells[at + step]) return;
      event.preventDefault();
      this.focus(at + step);
      this.cells[at + step].focus();
    }

    show(control) {
      this.control = control;
      const values = control.texts.map(Number);
      const most = Math.max(...values.map(Math.abs)) || 1;
      control.texts.forEach((text, k) => {
        const strength = Math.round(45 * Math.abs(values[k]) / most);
        this.cells[k].textContent = control.range.includes("whole") ? text : String(Number(values[k].toPrecision(3)));
        this.cells[k].setAttribute("aria-label", `${this.name(k)} ${text} ${control.unit}`);
        this.cells[k].style.background = strength ? `color-mix(in srgb, ${values[k] < 0 ? "#0072b2" : "#e69f00"} ${strength}%, transparent)` : "";
        this.cells[k].classList.toggle("changed", view.changes.some(([key]) => key === this.name(k)));
      });
      this.element.classList.toggle("changed", view.changes.some(([key]) => key.startsWith(control.key + "[")));
      if (this.editor) this.editor.show(control.texts[this.selected], control.unit);
    }
  }

  function buildControls(list) {
    const form = byId("parameters");
    form.replaceChildren();
    controls.clear();
    let section = null, group = null;
    const derived = list.filter((c) => c.derived), given = list.filter((c) => !c.derived);
    for (const control of [...given, ...derived]) {
      const title = control.derived ? "derived matrices" : control.section;
      if (title !== section) {
        section = title;
        group = element("fieldset", {}, element("legend", {}, title));
        form.append(group);
      }
      const made = control.shape.length ? new TableControl(control) : new ScalarControl(control);
      controls.set(control.key, made);
      group.append(made.element);
    }
  }

  let shapes = "";
  function showControls(list) {
    const now = JSON.stringify(list.map((c) => [c.key, c.shape, c.derived]));
    if (now !== shapes) {
      const open = document.activeElement && document.activeElement.id;
      const selected = [...controls].filter(([, c]) => c.selected >= 0).map(([key, c]) => [key, c.selected]);
      buildControls(list);
      for (const [key, k] of selected) if (controls.get(key) instanceof TableControl) controls.get(key).select(k);
      if (open && byId(open)) byId(open).focus();
      shapes = now;
    }
    for (const control of list) controls.get(control.key).show(control);
    offerAxes(list);
  }

  async function refreshControls() {
    const asked = copy(good);
    const network = await post("network", asked);
    if (equal(asked, view)) showControls(network.controls);
    showHistory();
    return network;
  }

  function buildChoices(choices) {
    for (const [what, {names, start: first}] of Object.entries(choices)) {
      const select = element("select", {id: "choice-" + what}, ...names.map(({name, meaning}) => element("option", {value: name, title: meaning}, name)));
      select.value = first;
      select.dataset.first = first;
      select.addEventListener("change", () => {
        const before = copy(good);
        view = {...copy(view), [what]: select.value === first ? undefined : select.value};
        remember(before);
        look("full");
      });
      byId("choices").append(element("label", {}, what, select));
    }
  }

  function showChoices() {
    for (const what of ["synapse", "method", "convention"]) {
      const select = byId("choice-" + what);
      if (select) select.value = good[what] || select.dataset.first;
    }
  }

  // ---- the picture ---------------------------------------------------------------------------------------------------
  const COLUMNS = [["firing_rates", "firing rate", "Hz", 1], ["mean_input", "mean input", "mV", 1e3], ["std_input", "noise", "mV", 1e3], ["cvs", "CV", "", 1]];

  // "4.2 ± 0.1" of a simulation.
  const estimate = (result, key, i) => (result[key][i] === null ? "–" : `${shown3(result[key][i])}${result[key + "_error"][i] === null ? "" : " ± " + shown2(result[key + "_error"][i])}`);
  const shown3 = (value) => String(Number(value.toPrecision(3)));
  const shown2 = (value) => String(Number(value.toPrecision(2)));

  let stateLayout = "";
  function updateState(picture) {  // which is quicker than a new table
    const cells = byId("state").querySelectorAll("td[data-quantity]");
    picture.populations.forEach((_, i) => COLUMNS.forEach(([key, , , scale], c) => {
      const cell = cells[i * COLUMNS.length + c];
      cell.dataset.value = picture[key][i];
      cell.firstChild.data = shown(picture[key][i] * scale);
    }));
  }

  function showState(picture) {
    const measures = simulated && simulated.firing_rates ? [["firing_rates", "simulated rate", "Hz"], ["cvs", "simulated CV", ""]] : [];
    const before = comparing && start && start.populations.length === picture.populations.length ? start : null;
    const layout = JSON.stringify([picture.populations, Boolean(before), measures.length && simulated.duration]);
    if (layout === stateLayout) return updateState(picture);
    stateLayout = layout;
    const head = element("thead", {}, element("tr", {}, element("th", {scope: "col"}, "population"),
      ...COLUMNS.map(([, name, unit]) => element("th", {scope: "col"}, name, element("small", {}, unit || " "))),
      ...measures.map(([, name, unit]) => element("th", {scope: "col"}, name, element("small", {}, unit || " ")))));
    const rows = picture.populations.map((population, i) => element("tr", {}, element("th", {scope: "row"}, population),
      ...COLUMNS.map(([key, , , scale]) => element("td", {"data-quantity": key, "data-population": population, "data-value": picture[key][i]},
        shown(picture[key][i] * scale), before ? element("span", {class: "before", title: "at the start"}, shown(before[key][i] * scale)) : "")),
      ...measures.map(([key]) => element("td", {"data-simulated": key, "data-population": population}, estimate(simulated, key, i)))));
    byId("state").replaceChildren(head, element("tbody", {}, ...rows));
  }

  function showVerdict(picture) {
    byId("verdict").dataset.verdict = picture.verdict;
    byId("answer").textContent = picture.converged ? picture.verdict : "no working point";
    byId("summary").textContent = picture.summary.replace(/^(stable|unstable|undecided)(: )?/, "");
  }

  function showNotes(texts) {
    byId("notes").replaceChildren(...texts.map((text) => element("p", {}, text)));
  }

  // The curves of the start, dashed, in the figure of now.
  function compared(figure, k) {
    const before = comparing && start && start.figures[k];
    if (!before || before.title !== figure.title || before.kind !== figure.kind) return figure;
    if (figure.kind === "lines") {
      const style = (s, i) => ({...s, name: s.name + ", start", style: "dashed", color: s.color < 0 ? i : s.color});
      const now = figure.series.map((s, i) => ({...s, color: s.color < 0 ? i : s.color}));
      const then = before.series.map((s, i) => style(s, i)).map((s) => ({...s, x: typeof s.x === "number" ? s.x + now.length : s.x, tag: typeof s.tag === "number" ? s.tag + now.length : s.tag}));
      return {...figure, series: [...now, ...then]};
    }
    if (figure.kind === "bars" && figure.groups.length === 1) {
      return {...figure, groups: [{...figure.groups[0], name: "now"}, {...before.groups[0], name: "start"}]};
    }
    return figure;
  }

  // What a simulation has shown, in the figure of the theory.
  function measured(figure) {
    if (!simulated || !simulated.firing_rates) return figure;
    if (figure.title === "Firing rates") {
      const [theory, ...others] = figure.groups;
      return {...figure, groups: [{...theory, name: others.length ? "now" : "theory"}, ...others, {name: "simulation", values: simulated.firing_rates, error: simulated.firing_rates_error.map((e) => e || 0)}]};
    }
    if (figure.title === "Power spectra" && simulated.frequencies) {
      const curves = figure.series.filter((s) => simulated.populations.includes(s.name)).map((s) => {
        const i = simulated.populations.indexOf(s.name), power = simulated.power_spectra[i], error = simulated.power_spectra_error[i];
        return {name: s.name + ", simulated", x: simulated.frequencies, y: power, style: "line", color: s.color < 0 ? figure.series.indexOf(s) : s.color,
                low: power.map((p, k) => p - error[k]), high: power.map((p, k) => p + error[k])};
      });
      return {...figure, series: [...figure.series.map((s, i) => ({...s, color: s.color < 0 ? i : s.color})), ...curves]};
    }
    return figure;
  }

  const frames = [];  // {element, shown, visible} for each figure of the picture
  const inSight = new IntersectionObserver((entries) => {
    for (const entry of entries) frames.find((f) => f.element === entry.target).visible = entry.isIntersecting;
  }, {root: document.querySelector("main"), rootMargin: "0px"});

  function emptyFigure(id) {
    const button = (action, label, sign) => element("button", {type: "button", "data-action": action, "aria-label": label, title: label}, sign);
    return element("figure", {id},
      element("div", {class: "zoom"}, button("in", "Zoom in", "+"), button("out", "Zoom out", "−"), button("reset", "Reset view", "0"), button("svg", "Save as SVG", "SVG")),
      element("figcaption", {}, element("strong"), element("span")),
      element("div", {class: "plot", tabindex: 0, role: "group"}, element("div", {class: "canvas"}), element("div", {class: "tip", role: "status", hidden: true})));
  }

  function frame(list, k, parent) {
    if (list[k]) return list[k];
    const made = {visible: true, shown: null, element: emptyFigure(`${parent}-${k + 1}`)};
    list[k] = made;
    byId(parent).append(made.element);
    if (list === frames) inSight.observe(made.element);
    return made;
  }

  function fill(place, figure, data) {
    if (place.title !== figure.title || place.element.hidden) {
      place.title = figure.title;
      place.element.hidden = false;
      place.element.querySelector("strong").textContent = figure.title;
      place.element.querySelector("figcaption span").textContent = figure.caption;
      place.element.querySelector(".plot").setAttribute("aria-label", `${figure.title}. Keys: plus and minus zoom, arrows move, 0 resets.`);
    }
    if (place.shown) return place.shown.update(data);
    place.shown = figuresOf.show(place.element, data, true);
    return place.shown.ready;
  }

  function drawFigure(figure, k, detail) {
    const place = frame(frames, k, "figures");
    if (place.shown && !place.visible && detail === "draft") return null;
    const plain = {...figure, series: figure.series && figure.series.map((s) => ({...s}))};
    return fill(place, figure, measured(compared(plain, k)));
  }

  async function draw(picture, detail) {
    showVerdict(picture);
    showState(picture);
    showChoices();
    showNotes([...picture.notes, ...picture.warnings]);
    const drawn = picture.figures.map((figure, k) => drawFigure(figure, k, detail));
    for (let k = picture.figures.length; k < frames.length; k++) frames[k].element.hidden = true;
    await Promise.all(drawn);
  }

  // ---- work in the background ----------------------------------------------------------------------------------------
  const tickets = {};
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  // Starts the work on the network that is shown; `show` is told how it stands until it is over or another takes its place.
  async function follow(job, content, show) {
    const ticket = tickets[job] = (tickets[job] || 0) + 1;
    try {
      await post("start", {...good, page, job, ...content});
      for (let wait = 60; ; wait = Math.min(400, wait * 1.5)) {
        await pause(wait);
        if (tickets[job] !== ticket) return;
        const state = await post("progress", {page, job});
        if (tickets[job] !== ticket) return;
        show(state);
        if (state.state !== "running") return;
      }
    } catch (error) {
      if (tickets[job] === ticket) show({state: "failed", error: error.message, result: null, done: 0});
    }
  }

  function stop(job) {
    if (!tickets[job]) return;
    tickets[job]++;
    post("stop", {page, job}).catch(() => {});
  }

  // What was found of a network that is no longer shown.
  function forget() {
    stop("states");
    byId("states-note").textContent = "";
    byId("states-scroll").hidden = true;
    if (simulated || byId("simulate").textContent === "Stop") endSimulation("");
    simulated = null;
    if (rasters.length) rasters[0].element.hidden = true;
    for (const drawing of drawings) drawing.forget();
  }

  // All states: few populations only, where the search takes a moment.
  const FEW = 30;
  function findStates() {
    const many = latest.populations.length > FEW;
    if (many || (good.method || byId("choice-method").value) === "exact") {
      byId("states-note").textContent = `Not searched for ${many ? `in more than ${FEW} populations` : "with method exact"}; siegert rates --all-fixed-points takes the time.`;
      byId("states-scroll").hidden = true;
      return;
    }
    follow("states", {}, ({state, result, error}) => {
      const states = result ? result.states : [];
      if (state === "failed") byId("states-note").textContent = error;
      else if (state === "done") byId("states-note").textContent = states.length === 1 ? "This is the only one that a search from many starts finds." : `${states.length} states.`;
      else byId("states-note").textContent = "searching …";
      byId("states-scroll").hidden = states.length < 2;
      if (states.length < 2) return;
      byId("states").replaceChildren(
        element("thead", {}, element("tr", {}, element("th", {scope: "col"}, "state"), ...result.populations.map((name) => element("th", {scope: "col"}, name, element("small", {}, "Hz"))))),
        element("tbody", {}, ...states.map(({firing_rates: rates, verdict, summary}) => element("tr", {}, element("th", {scope: "row", title: summary}, verdict), ...rates.map((nu) => element("td", {}, shown(nu)))))));
    });
  }

  const rasters = [];

  function endSimulation(note) {
    stop("simulation");
    byId("simulate").textContent = "Simulate";
    byId("simulated").hidden = true;
    byId("simulation-note").textContent = note;
  }

  byId("simulation").addEventListener("submit", (event) => {
    event.preventDefault();
    if (byId("simulate").textContent === "Stop") return endSimulation("stopped");
    byId("simulate").textContent = "Stop";
    byId("simulated").hidden = false;
    byId("simulated").value = 0;
    byId("simulation-note").textContent = "";
    follow("simulation", {duration: byId("duration").value}, ({state, result, done, error}) => {
      byId("simulated").value = done;
      if (state === "failed") return endSimulation(error);
      byId("simulation-note").textContent = result && state === "running" && result.step ? result.step : "";
      if (result && result.firing_rates && (!simulated || result.duration !== simulated.duration)) {
        simulated = result;
        draw(latest, "full");
        fill(frame(rasters, 0, "raster"), result.raster, result.raster);
      }
      if (state === "done") endSimulation(`${result.duration.toPrecision(3)} s simulated`);
    });
  });

  // ---- phase diagram and branches: drawn in the background, anew when another parameter changes ----------------------
  // What its form asks for: the parameters of its axes between two values each. Elements of the form are named after it and
  // the axes; `more` are further things to ask.
  class Drawing {
    constructor(job, id, axes, more) {
      Object.assign(this, {job, id, axes, more, on: false, shownOf: null, frames: []});
      byId(id).addEventListener("submit", (event) => { event.preventDefault(); this.turn(); });
      for (const axis of axes) {
        byId(axis + "-key").addEventListener("change", () => { this.offerRange(axis); this.draw(); });
        for (const end of ["-from", "-to"]) byId(axis + end).addEventListener("change", () => this.draw());
      }
    }

    // Numbers of the file that can be varied.
    offer(numbers) {
      this.axes.forEach((axis, k) => {
        const select = byId(axis + "-key"), kept = select.value;
        select.replaceChildren(...numbers.map((c) => element("option", {value: c.key}, c.key)));
        const usual = ["nu_ext", "g", "w", "j"].filter((key) => numbers.some((c) => c.key === key));
        select.value = kept || usual[k] || (numbers[k] || {}).key || "";
        if (!kept) this.offerRange(axis);
      });
    }

    offerRange(axis) {
      const editor = (controls.get(byId(axis + "-key").value) || {}).editor;
      if (!editor) return;
      const value = Number(editor.field.value), [low, high] = rangeOf(editor.control, value);
      const middle = (a, b) => String(Number(((a + b) / 2).toPrecision(3)));
      byId(axis + "-from").value = middle(low, value);
      byId(axis + "-to").value = middle(value, high);
      byId(axis + "-unit").textContent = editor.unit.textContent;
    }

    asked() {
      const range = (axis) => ({key: byId(axis + "-key").value, unit: byId(axis + "-unit").textContent, from: Number(byId(axis + "-from").value), to: Number(byId(axis + "-to").value)});
      return {...Object.fromEntries(this.axes.map((axis) => [axis, range(axis)])), ...this.more()};
    }

    // What the picture depends on: all but the parameters that vary themselves.
    key() {
      const asked = this.asked(), varied = this.axes.map((axis) => asked[axis].key);
      return JSON.stringify([{...view, changes: view.changes.filter(([key]) => !varied.includes(key))}, asked]);
    }

    draw() {
      if (!this.on || this.shownOf === this.key()) return;
      this.shownOf = this.key();
      byId(this.id + "-progress").hidden = false;
      byId(this.id + "-note").textContent = "";
      follow(this.job, this.asked(), ({state, result, done, error}) => {
        if (done) byId(this.id + "-progress").value = done;
        byId(this.id + "-progress").hidden = state !== "running";
        if (state === "failed") byId(this.id + "-note").textContent = error;
        document.body.dataset[this.id] = state;
        if (!result || !result.figures) return;
        result.figures.forEach((figure, k) => fill(frame(this.frames, k, this.id + "-figures"), figure, figure));
        for (let k = result.figures.length; k < this.frames.length; k++) this.frames[k].element.hidden = true;
      });
    }

    // The network has changed.
    forget() {
      if (!this.shownOf || this.shownOf === this.key()) return;
      stop(this.job);
      byId(this.id + "-progress").hidden = true;
    }

    turn() {
      this.on = !this.on;
      const button = byId(this.id).querySelector("button");
      button.setAttribute("aria-pressed", String(this.on));
      button.textContent = this.on ? "Drawing follows" : "Draw";
      if (this.on) return this.draw();
      stop(this.job);
      byId(this.id + "-progress").hidden = true;
      this.shownOf = null;
    }
  }

  const valueOf = (key) => Number(((controls.get(key) || {}).editor || {field: {value: NaN}}).field.value);
  const drawings = [new Drawing("branches", "branches", ["p"], () => ({here: valueOf(byId("p-key").value)})),
                    new Drawing("phase_diagram", "diagram", ["x", "y"], () => ({}))];

  function offerAxes(list) {
    for (const drawing of drawings) drawing.offer(list.filter((c) => !c.shape.length));
  }

  // ---- to take away --------------------------------------------------------------------------------------------------
  const baseName = () => byId("file").textContent.replace(/^.*\//, "").replace(/\.ya?ml$/, "") || "network";
  byId("save").addEventListener("click", async () => {
    const {yaml} = await post("yaml", good);
    figuresOf.save(yaml, `${baseName()}-explored.yaml`, "text/yaml");
  });
  byId("report").addEventListener("click", async () => {
    byId("report").disabled = true;
    try {
      const {html} = await post("report", good);
      figuresOf.save(html, `${baseName()}-explored.html`, "text/html");
    } catch (error) {
      showNotes([error.message]);
    }
    byId("report").disabled = false;
  });
  byId("copy").addEventListener("click", async () => {
    const texts = await post("copy", good);
    byId("command").textContent = texts.command;
    byId("python").textContent = texts.python;
    byId("copied").showModal();
  });
  for (const what of ["command", "python"]) {
    byId("copy-" + what).addEventListener("click", async () => {
      await navigator.clipboard.writeText(byId(what).textContent);
      byId("copy-" + what).textContent = "Copied";
      setTimeout(() => { byId("copy-" + what).textContent = "Copy"; }, 1500);
    });
  }

  // ---- buttons and keys ----------------------------------------------------------------------------------------------
  byId("undo").addEventListener("click", () => travel(past, future));
  byId("redo").addEventListener("click", () => travel(future, past));
  byId("reset").addEventListener("click", () => {
    const before = copy(good);
    view = nothing();
    remember(before);
    look("full");
  });
  byId("compare").addEventListener("click", () => {
    comparing = !comparing;
    byId("compare").setAttribute("aria-pressed", String(comparing));
    draw(latest, "full");
    showHistory();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    if (document.activeElement && document.activeElement.type === "text") return;  // its own undo
    event.preventDefault();
    if (event.shiftKey) travel(future, past);
    else travel(past, future);
  });
  byId("parameters").addEventListener("submit", (event) => event.preventDefault());

  // ---- light and dark ------------------------------------------------------------------------------------------------
  const dark = matchMedia("(prefers-color-scheme: dark)");
  figuresOf.dark(dark.matches);
  dark.addEventListener("change", () => {
    figuresOf.dark(dark.matches);
    for (const {shown: figure} of [...frames, ...rasters, ...drawings.flatMap((d) => d.frames)]) if (figure) figure.redraw();
  });

  // ---- signs of life: the server ends when no page is left -------------------------------------------------------------
  const alive = () => post("alive", {page}).then(() => { byId("gone").hidden = true; }, () => { byId("gone").hidden = false; });
  setInterval(alive, 5000);
  window.addEventListener("pagehide", () => navigator.sendBeacon("closed", JSON.stringify({page})));

  // ---- begin ---------------------------------------------------------------------------------------------------------
  (async function () {
    await alive();
    const network = await post("network", view);
    byId("title").textContent = network.name;
    byId("file").textContent = network.file;
    byId("foot").textContent = `siegert ${network.version}. Figures: + and − zoom, arrows move, 0 resets; hold Ctrl to zoom with the wheel.`;
    document.title = `${network.name} – siegert explore`;
    buildChoices(network.choices);
    showControls(network.controls);
    showHistory();
    look("full");
  })();
})();
