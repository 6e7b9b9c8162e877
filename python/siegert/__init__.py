"""Mean-field analysis of networks of leaky integrate-and-fire neurons, and simulations that check it.

All quantities are in SI units (s, V, Hz; angular frequencies `omegas` in rad/s), potentials relative
to the leak potential; in matrices rows are targets and columns are sources.
"""
import typing as _typing

from . import _siegert, binary, lif, neurons, statistics, theory
from ._analysis import analyze, power_spectra, sensitivity, transfer_function
from ._branches import BifurcationCurve, Branch, Branches, BranchEvent, bifurcation_curves, branches
from ._convert import convert, network_from_net_dict, read_net_dict
from ._crosscheck import crosscheck
from ._design import Design, DesignTarget, design
from ._differentiable import Differentiable, differentiable
from ._errors import AccuracyNotReached, Error, FileError, InvalidParameter, ParameterFileError
from ._explore import Explorer, explore
from ._gradients import gradients
from ._neo import to_neo
from ._network_dict import network_from_dict
from ._questions import ask, questions
from ._records import Answer, Dataset, Result, ResultsFile
from ._scan import Scan, scan
from ._siegert import (
    AdaptationCurrent,
    AdaptationParameters,
    AlifPopulation,
    Analysis,
    CostEstimate,
    Crosscheck,
    CrosscheckOptions,
    CrosscheckRow,
    FinitePspRate,
    GaussianInput,
    GridFit,
    GridRate,
    InitialPotential,
    LifPopulation,
    LoadedNetwork,
    Modulation,
    Network,
    ParallelSession,
    Parameter,
    PopulationSpikes,
    Probe,
    ProbeRecord,
    Progress,
    RateRecord,
    RecordedSimulation,
    RecordingOptions,
    RoundedTime,
    SimulationCost,
    SimulationOptions,
    SimulationResult,
    SimulationState,
    SpikeRecord,
    SpikesRead,
    Stimulus,
    SystematicError,
    TrialRates,
    analysis_from_yaml,
    append_record,
    create_spike_file,
    customary_unit,
    finite_psp_rate,
    format_quantity,
    grid_rate,
    has_alarm,
    load_analysis,
    load_network,
    membrane_potential,
    network_from_yaml,
    parse_quantity,
    read_checkpoint,
    read_results,
    read_spike_file,
    read_spikes,
    si_unit,
    to_si,
    to_yaml,
    validate,
    write_checkpoint,
    write_crosscheck_report,
    write_network,
    write_report,
    write_results,
    write_spikes,
)
from ._simulation import NetworkSimulation, estimate_cost, simulate, simulate_trials
from .theory import WorkingPoint, fixed_points, require_converged, working_point

if _typing.TYPE_CHECKING:
    from . import plot

__version__ = _siegert.__version__

__all__ = [
    "AccuracyNotReached", "AdaptationCurrent", "AdaptationParameters", "AlifPopulation", "Analysis", "Answer", "BifurcationCurve", "Branch",
    "BranchEvent", "Branches", "CostEstimate", "Crosscheck",
    "CrosscheckOptions", "CrosscheckRow", "Dataset", "Design", "DesignTarget", "Differentiable", "Error", "Explorer", "FileError", "FinitePspRate", "GaussianInput",
    "GridFit", "GridRate", "InitialPotential", "InvalidParameter", "LifPopulation", "LoadedNetwork", "Modulation", "Network",
    "NetworkSimulation", "ParallelSession", "Parameter", "ParameterFileError", "PopulationSpikes", "Probe",
    "ProbeRecord", "Progress", "RateRecord", "RecordedSimulation", "RecordingOptions", "Result", "ResultsFile",
    "RoundedTime", "Scan", "SimulationCost", "SimulationOptions", "SimulationResult", "SimulationState",
    "SpikeRecord", "SpikesRead", "Stimulus", "SystematicError", "TrialRates", "WorkingPoint", "analysis_from_yaml",
    "analyze", "append_record", "ask", "bifurcation_curves", "binary", "branches", "convert", "create_spike_file",
    "crosscheck", "customary_unit", "design", "differentiable", "estimate_cost", "explore", "finite_psp_rate", "fixed_points", "format_quantity", "gradients",
    "grid_rate", "has_alarm", "lif", "load_analysis", "load_network", "membrane_potential", "network_from_dict",
    "network_from_net_dict", "network_from_yaml", "neurons", "parse_quantity", "plot", "power_spectra", "questions",
    "read_checkpoint", "read_net_dict", "read_results", "read_spike_file",
    "read_spikes",
    "require_converged", "scan", "sensitivity", "si_unit", "simulate", "simulate_trials", "statistics", "theory", "to_neo", "to_si", "to_yaml",
    "transfer_function", "validate", "working_point", "write_checkpoint", "write_crosscheck_report",
    "write_network", "write_report", "write_results", "write_spikes",
]


def __getattr__(name):
    if name == "plot":  # needs matplotlib
        import importlib
        return importlib.import_module(".plot", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), "plot"])
