"""Theory beside simulation, with a verdict."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from . import _records, _siegert
from ._errors import InvalidParameter
from ._siegert import Crosscheck, CrosscheckOptions, LoadedNetwork, Network, SpikeRecord, SpikesRead

QUANTITIES = _siegert._QUANTITIES
"""Of each quantity: former name, unit, the unit and factor of figures, and label."""
_TEXTS = ("quantity", "population", "source", "verdict")


def table(result):
    """The rows of a Crosscheck as dict of columns; `unit` is that of the values."""
    names = [name for name in _siegert.CrosscheckRow._fields if name != "systematic_errors"]
    columns = {name: np.array([getattr(row, name) for row in result.rows], dtype=object if name in _TEXTS else None)
               for name in names}
    units = np.array([QUANTITIES[row.quantity]["unit"] for row in result.rows], dtype=object)
    return {"quantity": columns.pop("quantity"), "unit": units, **columns}


def _label(row):
    where = row.population + (f" - {row.source}" if row.source else "")
    return f"{row.quantity} {where}" + (f", {row.frequency:.4g} Hz" if row.frequency else "")


def _layout(result):
    """What `repr` shows: (labels of the rows, columns, everything else)."""
    fields = [(name, "s" if name == "sample_duration" else "", getattr(result, name))
              for name in result._fields if name != "rows"]
    fields.append(("summary", "", result.summary))
    fields.append(("alarms", "", tuple(_label(row) for row in result.rows if row.alarm)))
    columns = table(result)
    shown = ("unit", "predicted", "simulated", "standard_error", "z", "correction", "accepted_low", "accepted_high",
             "excess_z", "verdict")
    return ([_label(row) for row in result.rows], [(name, "", columns[name]) for name in shown] if result.rows else [],
            fields)


_records.LAYOUTS[Crosscheck] = _layout


def _quantities(names):
    """Names of quantities: both parts of `transfer_functions`, and new names for former ones."""
    both = ("transfer_function_real", "transfer_function_imaginary")
    new = {info["former"]: name for name, info in QUANTITIES.items() if info["former"]}
    return [part for name in names for part in (both if name == "transfer_functions" else (new.get(name, name),))]


Quantity = Literal["firing_rates", "cvs", "mean_input", "std_input", "covariances", "spectra", "transfer_functions",
                   "transfer_function_real", "transfer_function_imaginary", "unconnected_rates", "driven_rates",
                   "transmission_gain", "transmission_delay"]


def crosscheck(network: Network | LoadedNetwork, duration: float | None = None, *, warmup: float = 0.5, dt: float = 1e-4,
               seed: int = 1, replicates: int = 20, batches: int | None = None, threads: int = 0, scale: float = 1.0,
               method: Literal["shift", "taylor", "exact", "galerkin", "effective"] = "exact", family_error: float = 1e-3,
               quantities: Sequence[Quantity] | None = None, frequencies: ArrayLike | None = None,
               simulated: Network | LoadedNetwork | None = None, spikes: SpikeRecord | SpikesRead | None = None,
               progress: Callable[[float], Any] | None = None,
               report: str | PathLike[str] | None = None, **details: Any) -> Crosscheck:
    """Predicts a network, simulates it, and says of each number whether the two agree: a Crosscheck.

        result = siegert.crosscheck(network, 20.0)
        print(result.summary)                # how many numbers agree, are explained, cannot tell, disagree
        print(result)                        # a table
        pandas.DataFrame(result.table)

    With `spikes` it compares the prediction with a simulation by something else, of which these are the spikes:

        spikes = siegert.read_spikes("spikes.dat", populations={"E": (1, 800), "I": (801, 1000)}, end=10.0)
        siegert.crosscheck(network, spikes=spikes)

    Differences that are expected although both sides are right (finite weights, the time step, ...) are computed and
    taken into account; docs/theory/crosscheck.md lists them. Ctrl-C stops at once; a KeyboardInterrupt follows.

    Parameters
    ----------
    network : Network or LoadedNetwork
    duration : float
        Recorded in all [s], divided among the replicates; needed without `spikes`.
    warmup, dt : float
        Simulated before each recording, and grid of the simulation [s].
    seed : int
        Of the first replicate; the others have the following ones.
    replicates, batches : int
        Independent networks, and parts of each recording: the samples behind the standard errors. Parts: 1, and 20 of
        `spikes`.
    threads : int
        Replicates at a time; 0: as many as cores. Results do not depend on it.
    scale : float
        Both sides are scaled, as in `simulate`.
    method : 'shift', 'taylor' or 'exact'
        Of the prediction, with exponential synapses.
    family_error : float
        Probability of any false alarm, all rows together.
    quantities : sequence of str, optional
        'firing_rates', 'cvs', 'mean_input', 'std_input', 'covariances', 'spectra', 'unconnected_rates', 'driven_rates',
        'transmission_gain', 'transmission_delay' (these by default), 'transfer_functions'.
    frequencies : array, optional
        Of the transfer functions [Hz]; not given: 5, 20, 80 Hz.
    simulated : Network or LoadedNetwork, optional
        Simulated in place of `network`, to see whether a difference would be noticed.
    spikes : SpikeRecord or SpikesRead, optional
        Of all neurons, in place of a simulation, with the grid `dt`. Rates, CVs, covariances and spectra are compared;
        what concerns simulations has no effect.
    progress : callable, optional
        Called with the finished part (0 to 1); stops the cross-check by returning False.
    report : path, optional
        HTML file to write: theory and simulation side by side, unless the cross-check was stopped.
    **details
        Other fields of CrosscheckOptions: surrogate_time, probes, unconnected, count_bin, segment, f_max, bands,
        modulated, modulation.

    Raises
    ------
    InvalidParameter
        If network or options are invalid.
    AccuracyNotReached
        If the network has no working point.
    FileError
        If the report cannot be written.
    """
    if quantities is not None:
        details["quantities"] = _quantities(quantities)
    if frequencies is not None:
        details["frequencies"] = frequencies
    if spikes is not None:
        for name, value in {"duration": duration, "simulated": simulated, "report": report}.items():
            if value is not None:
                raise InvalidParameter(f"{name} must be left out where spikes are given: nothing is simulated")
    elif duration is None:
        raise InvalidParameter("duration must be given [s], or spikes to compare with")
    options = CrosscheckOptions().replace(
        duration=1.0 if duration is None else duration, warmup=warmup, dt=dt, seed=seed, replicates=replicates,
        batches=batches if batches is not None else 1 if spikes is None else 20, threads=threads,
        scale=scale, method=method, family_error=family_error, **details)
    if spikes is not None:
        return _siegert._crosscheck_spikes(network, getattr(spikes, "record", spikes), options, progress)
    result = _siegert.crosscheck(network, options, simulated, progress)
    if report is not None and result.complete:
        _siegert.write_crosscheck_report(report, network, result, options, np.arange(1.0, 501.0))
    return result
