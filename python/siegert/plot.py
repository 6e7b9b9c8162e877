"""The usual figures, with matplotlib. Every function draws into `ax` (a new figure's if none is given) and returns it.

`populations` names what is drawn: a sequence of names, or a network. Colours belong to populations: the same one has
the same colour in every figure.
"""
import numpy as np

from . import _crosscheck, theory


def _axes(ax):
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt
    return plt.subplots(layout="constrained")[1]


def _names(populations, n):
    """n names: those given, those of the network given, or numbers."""
    populations = getattr(populations, "network", populations)
    names = getattr(populations, "populations", populations)
    if names is None:
        return [str(i) for i in range(n)]
    if len(names) != n:
        raise ValueError(f"populations must have {n} names, got {len(names)}")
    return list(names)


def _label(quantity, unit):
    return f"{quantity} ({unit})" if unit else quantity


# attribute of a working point: (label, unit shown, SI units per unit shown)
_QUANTITIES = {
    "firing_rates": ("firing rate", "spikes/s", 1.0),
    "mean_input": ("mean input", "mV", 1e-3),
    "std_input": ("noise amplitude of the input", "mV", 1e-3),
    "cvs": ("CV", "", 1.0),
}


def working_point(point, populations=None, *, quantity="firing_rates", ax=None):
    """Bars of one quantity of a WorkingPoint: 'firing_rates', 'mean_input', 'std_input' or 'cvs'."""
    if quantity not in _QUANTITIES:
        raise ValueError(f"quantity must be one of {', '.join(_QUANTITIES)}, got {quantity!r}")
    ax = _axes(ax)
    text, unit, scale = _QUANTITIES[quantity]
    values = getattr(point, quantity) / scale
    names = _names(populations, len(values))
    ax.bar(names, values, color=[f"C{i % 10}" for i in range(len(values))])
    ax.set_ylabel(_label(text, unit))
    return ax


def transfer_function(transfer, populations=None, *, part="magnitude", variance=False, ax=None):
    """Transfer functions of all populations over frequency.

    `transfer` is a TransferFunctions or a NetworkAnalysis, `part` is 'magnitude' or 'phase'; `variance` takes the
    response to the variance of the input instead of that to its mean.
    """
    transfer = getattr(transfer, "transfer", transfer)
    values = transfer.n_sigma2 if variance else transfer.n_mu
    if values.size == 0:
        raise ValueError("the response to the variance is no part of the convention 'nnmt'")
    ax = _axes(ax)
    frequencies = transfer.omegas / (2 * np.pi)
    if part == "magnitude":
        shown = np.abs(values) * (1e-6 if variance else 1e-3)
        ax.set_yscale("log")
        ax.set_ylabel("|transfer function| (spikes/s/" + ("mV²)" if variance else "mV)"))
    elif part == "phase":
        shown = np.degrees(np.unwrap(np.angle(values), axis=0))
        ax.set_ylabel("phase (degrees)")
    else:
        raise ValueError(f"part must be 'magnitude' or 'phase', got {part!r}")
    for i, name in enumerate(_names(populations, values.shape[1])):
        ax.plot(frequencies, shown[:, i], label=name, color=f"C{i % 10}")
    ax.set_xscale("log")
    ax.set_xlabel("frequency (Hz)")
    ax.legend()
    return ax


def power_spectra(analysis, populations=None, *, peaks=True, estimate=None, ax=None):
    """Power spectra of a NetworkAnalysis, with their highest peaks marked.

    `estimate` (`siegert.statistics.PopulationSpectra` of a simulation) is drawn as points beside the theory.
    """
    ax = _axes(ax)
    frequencies = analysis.frequencies
    names = _names(populations, analysis.power_spectra.shape[1])
    for i, name in enumerate(names):
        ax.plot(frequencies, analysis.power_spectra[:, i], label=name, color=f"C{i % 10}")
        if estimate is not None:
            ax.plot(estimate.frequencies, estimate.S[:, i, i].real, ".", markersize=3, color=f"C{i % 10}")
    if peaks:
        _mark_peaks(analysis, ax)
    ax.set_yscale("log")
    ax.set_xlabel("frequency (Hz)")
    ax.set_ylabel("power (1/s)")
    ax.legend()
    return ax


def _mark_peaks(analysis, ax):
    """A triangle at the highest peak of each population; its frequency where no higher peak nearby has it already."""
    highest = {}
    for peak in sorted(analysis.peaks, key=lambda peak: -peak.height):
        highest.setdefault(peak.population, peak)
    labelled = []
    for peak in highest.values():
        ax.plot(peak.frequency, peak.height, "v", color=f"C{peak.population % 10}")
        if not any(theory.same_rhythm(peak.frequency, other) for other in labelled):
            labelled.append(peak.frequency)
            ax.annotate(f"{peak.frequency:.3g} Hz", (peak.frequency, peak.height), textcoords="offset points",
                        xytext=(6, 3), fontsize="small")


def eigenvalues(analysis, *, modes=None, ax=None):
    """Trajectories of the eigenvalues of the effective connectivity in the complex plane.

    A dot marks the lowest frequency, a triangle the closest approach to the point 1 (the cross). `modes` are the
    indices of those drawn; the first comes closest to 1.
    """
    ax = _axes(ax)
    values = analysis.eigenmodes.eigenvalues
    for mode in range(values.shape[1]) if modes is None else modes:
        trajectory = values[:, mode]
        closest = analysis.sensitivity[mode]
        line, = ax.plot(trajectory.real, trajectory.imag, label=f"{mode}: {closest.critical_frequency:.3g} Hz")
        ax.plot(trajectory[0].real, trajectory[0].imag, ".", color=line.get_color())
        ax.plot(closest.critical_eigenvalue.real, closest.critical_eigenvalue.imag, "^", color=line.get_color())
    ax.plot(1, 0, "kx")
    ax.set_aspect("equal", adjustable="datalim")
    ax.set_xlabel("Re λ")
    ax.set_ylabel("Im λ")
    ax.legend(title="mode: closest at", fontsize="small", title_fontsize="small")
    return ax


def sensitivity(measure, populations=None, *, part="amp", ax=None):
    """A SensitivityMeasure as heat map: which connections amplify ('amp') or speed up ('freq') the rhythm."""
    if part not in ("amp", "freq"):
        raise ValueError(f"part must be 'amp' or 'freq', got {part!r}")
    ax = _axes(ax)
    values = measure.sensitivity_amp if part == "amp" else measure.sensitivity_freq
    title = "amplitude" if part == "amp" else "frequency"
    ax.set_title(f"sensitivity of the {title} at {measure.critical_frequency:.3g} Hz")
    return _heat_map(values, populations, ax)


def matrix(values, populations=None, *, label="", ax=None):
    """A real n x n matrix with one entry for each connection (weights, in-degrees, ...) as heat map."""
    ax = _heat_map(np.asarray(values), populations, _axes(ax))
    ax.set_title(label)
    return ax


def _heat_map(values, populations, ax):
    names = _names(populations, len(values))
    limit = np.max(np.abs(values)) or 1.0
    image = ax.imshow(values, cmap="RdBu_r", vmin=-limit, vmax=limit)
    ax.set_xticks(range(len(names)), names, rotation=90)
    ax.set_yticks(range(len(names)), names)
    ax.set_xlabel("source")
    ax.set_ylabel("target")
    ax.figure.colorbar(image, ax=ax, shrink=0.8)
    return ax


def raster(spikes, *, start=None, end=None, neurons=None, ax=None):
    """Spikes of a SpikeRecord between `start` and `end` [s], of the first `neurons` of each population."""
    ax = _axes(ax)
    start = spikes.start if start is None else start
    end = spikes.end if end is None else end
    ticks, offset = [], 0
    for i, record in enumerate(spikes.spikes):
        count = int(spikes.recorded[i]) if neurons is None else min(neurons, int(spikes.recorded[i]))
        shown = (record.times > start) & (record.times <= end) & (record.neurons < count)
        ax.plot(record.times[shown], offset + record.neurons[shown], ",", color=f"C{i % 10}")
        ticks.append(offset + count / 2)
        offset += count
    ax.set_yticks(ticks, spikes.populations)
    ax.set_ylim(offset, 0)  # the first population on top
    ax.set_xlim(start, end)
    ax.set_xlabel("time (s)")
    return ax


def theory_and_simulation(theory, estimates, populations=None, *, label="", errors=2, ax=None):
    """Predicted values as bars, estimates (`siegert.statistics.Estimates`) as points with `errors` standard errors."""
    ax = _axes(ax)
    theory = np.asarray(theory)
    names = _names(populations, len(theory))
    where = np.arange(len(theory))
    ax.bar(where, theory, color=[f"C{i % 10}" for i in where], alpha=0.6, label="theory")
    known = np.isfinite(estimates.standard_error)
    bars = np.where(known, errors * estimates.standard_error, 0.0)
    ax.errorbar(where, estimates.value, yerr=bars, fmt="ko", capsize=3, markersize=4,
                label=f"simulation ± {errors} s.e.")
    ax.set_xticks(where, names)
    ax.set_ylabel(label)
    ax.margins(y=0.25)  # for the legend
    ax.legend(loc="upper right")
    return ax


_EVENTS = {"fold": ("s", "fold"), "branch_point": ("D", "branch point"), "hopf": ("o", "Hopf point")}


def _pieces(condition):
    """Stretches in which the condition is the same, as slices that share their ends."""
    changes = np.flatnonzero(np.diff(condition)) + 1
    edges = [0, *changes.tolist(), len(condition)]
    return [(slice(max(low - 1, 0), high), bool(condition[low])) for low, high in zip(edges, edges[1:])]


def branches(found, population=0, *, ax=None):
    """Rates of one population along all Branches: full where the state is stable, dashed where not, dotted where it is
    stable against slow changes and yet has growing oscillations. Markers are folds, branch points and Hopf points.

    `population` is a name or an index.
    """
    ax = _axes(ax)
    i = found.populations.index(population) if isinstance(population, str) else population
    for branch in found:
        character = np.where(branch.growth_rate >= 0.0, 1, np.where(branch.growing_modes > 0, 2, 0))
        for value, style in ((0, "-"), (1, "--"), (2, ":")):
            for piece, inside in _pieces(character == value):
                if inside:
                    ax.plot(branch.parameter[piece], branch.firing_rates[piece, i], style, color=f"C{i % 10}")
    for kind, (marker, label) in _EVENTS.items():
        events = [event for event in found.events if event.kind == kind]
        if events:
            ax.plot([event.parameter for event in events], [event.firing_rates[i] for event in events], marker,
                    color="black", fillstyle="none", label=label)
    if found.events:
        ax.legend()
    ax.set_xlabel(_label(found.parameter, found.unit))
    ax.set_ylabel(f"firing rate of {found.populations[i]} (spikes/s)")
    return ax


def bifurcation_curves(curves, labels=("p", "q"), *, ax=None):
    """Curves of folds (full) and of Hopf points (dashed) in the plane of two parameters, with cusps and Bogdanov-Takens points."""
    ax = _axes(ax)
    styles = {"fold": ("-", "folds"), "hopf": ("--", "Hopf points")}
    markers = {"cusp": ("^", "cusp"), "bogdanov_takens": ("o", "Bogdanov-Takens point")}
    for curve in curves:
        style, label = styles[curve.kind]
        ax.plot(curve.p, curve.q, style, color="C0" if curve.kind == "fold" else "C3", label=label)
        for kind, point in curve.events:
            marker, label = markers[kind]
            ax.plot(curve.p[point], curve.q[point], marker, color="black", label=label)
    handles = dict(zip(*reversed(ax.get_legend_handles_labels())))
    if handles:
        ax.legend(handles.values(), handles.keys())
    ax.set_xlabel(labels[0])
    ax.set_ylabel(labels[1])
    return ax


_BY_FREQUENCY = ("spectra", "transfer_function_real", "transfer_function_imaginary")


def crosscheck(result, quantity="firing_rates", *, errors=2, ax=None):
    """Predicted and simulated values of one quantity of a Crosscheck; what does not agree has a red ring.

    The prediction includes the exact corrections; what is accepted about it is shaded. Simulated values have bars of
    `errors` standard errors. Spectra and transfer functions are drawn over frequency.
    """
    quantity = _crosscheck._quantities([quantity])[0]
    rows = [row for row in result.rows if row.quantity == quantity]
    if not rows:
        known = dict.fromkeys(row.quantity for row in result.rows)
        raise ValueError(f"quantity must be one of those compared ({', '.join(known)}), got {quantity!r}")
    ax = _axes(ax)
    colors = {name: f"C{i % 10}" for i, name in enumerate(dict.fromkeys(row.population for row in result.rows))}
    draw = _over_frequency if quantity in _BY_FREQUENCY else _side_by_side
    info = _crosscheck.QUANTITIES[quantity]
    draw(ax, rows, colors, errors, info["factor"])
    ax.set_ylabel(_label(info["label"], info["shown_unit"].replace("Hz", "spikes/s")))
    handles = dict(zip(*reversed(ax.get_legend_handles_labels())))  # one entry for all alarms
    ax.legend(handles.values(), handles.keys())
    return ax


def _values_of(rows, factor):
    """Predicted, ends of what is accepted, simulated, standard error and alarm of rows as arrays."""
    predicted = np.array([row.predicted + row.correction for row in rows]) * factor
    low, high, simulated, error = (np.array([getattr(row, name) for row in rows]) * factor
                                   for name in ("accepted_low", "accepted_high", "simulated", "standard_error"))
    return predicted, low, high, simulated, error, np.array([row.alarm for row in rows], dtype=bool)


def _mark_alarms(ax, where, simulated, alarm):
    if np.any(alarm):
        ax.plot(np.asarray(where)[alarm], simulated[alarm], "o", color="red", markersize=11, fillstyle="none",
                label="does not agree")


def _side_by_side(ax, rows, colors, errors, factor):
    predicted, low, high, simulated, error, alarm = _values_of(rows, factor)
    where = np.arange(len(rows))
    ax.bar(where, predicted, color=[colors[row.population] for row in rows], alpha=0.6, label="theory")
    ax.bar(where, high - low, bottom=low, width=0.4, color="black", alpha=0.15)
    ax.errorbar(where, simulated, yerr=errors * error, fmt="ko", capsize=3, markersize=4,
                label=f"simulation ± {errors} s.e.")
    _mark_alarms(ax, where, simulated, alarm)
    ax.set_xticks(where, [row.population + (f" - {row.source}" if row.source else "") for row in rows])
    ax.margins(y=0.25)  # for the legend


def _over_frequency(ax, rows, colors, errors, factor):
    for name, color in colors.items():
        own = [row for row in rows if row.population == name]
        if not own:
            continue
        frequencies = [row.frequency for row in own]
        predicted, low, high, simulated, error, alarm = _values_of(own, factor)
        ax.plot(frequencies, predicted, color=color, label=name)
        ax.fill_between(frequencies, low, high, color=color, alpha=0.15)
        ax.errorbar(frequencies, simulated, yerr=errors * error, fmt="o", capsize=3, markersize=4, color=color)
        _mark_alarms(ax, frequencies, simulated, alarm)
    ax.set_xlabel("frequency (Hz)")
