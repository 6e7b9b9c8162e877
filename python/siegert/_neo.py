"""Spikes as objects of Neo, the exchange format of electrophysiology in Python."""
from __future__ import annotations

from typing import Any

import numpy as np

from ._siegert import SpikeRecord


def to_neo(spikes: SpikeRecord) -> Any:
    """Returns a record as a `neo.Segment`: one `neo.SpikeTrain` for each neuron that was watched, silent ones included.

    Times and their limits are in seconds. Each train is annotated with `population` (name) and `neuron` (index in the
    population), in the order of populations and neurons. Neo (package python3-neo, or `pip install neo`) must be
    installed.

    Examples
    --------
    >>> segment = siegert.to_neo(result.spikes)
    >>> elephant.statistics.mean_firing_rate(segment.spiketrains[0])
    """
    import neo

    segment = neo.Segment(name="siegert")
    for name, recorded, population in zip(spikes.populations, spikes.recorded, spikes.spikes, strict=True):
        order = np.argsort(population.neurons, kind="stable")  # times stay in order
        times = population.times[order]
        ends = np.searchsorted(population.neurons[order], np.arange(1, recorded + 1))
        for neuron, own in enumerate(np.split(times, ends)[:-1]):
            segment.spiketrains.append(neo.SpikeTrain(
                own, units="s", t_start=spikes.start, t_stop=spikes.end, name=f"{name} {neuron}", population=name,
                neuron=neuron))
    return segment
