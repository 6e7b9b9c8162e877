"""All of the library is there: the public headers against the package."""
import pathlib
import re

import pytest

import siegert

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADERS = sorted((ROOT / "include" / "siegert").rglob("*.hpp"))
MODULES = [siegert, siegert.theory, siegert.statistics, siegert.binary, siegert.lif.delta, siegert.lif.exp,
           siegert.neurons.adaptation, siegert.neurons.conductance, siegert.neurons.eif, siegert._siegert]

# Names of the library that have another form in Python.
ELSEWHERE = {
    "keywords of the functions that take them": [
        "AnalysisOptions", "CountOptions", "ExactOptions", "FanoOptions", "FiniteWeightOptions", "FixedPointsOptions", "GrowthRateOptions", "IntervalOptions",
        "LoadOptions", "LocalVariationOptions", "Options", "PopulationOptions", "RateOptions", "ResponseOptions", "RootOptions",
        "ScanOptions", "SelfConsistentOptions", "SpectrumOptions", "StabilityOptions", "WindingOptions", "WorkingPointOptions", "ReportText",
        "LifPopulationParameters"],
    "arguments one by one": [
        "AdaptingNeuron", "Batch", "ConductanceNeuron", "ConstantDelay", "Coupling", "Delay", "Delays", "Input", "InputWeights", "EifNeuron", "LifNeuron", "Membrane",
        "PerNeuron", "PoissonInput", "PopulationInputs", "RateModel", "Synapse", "TimeGrid", "PopulationResponse"],
    "tuples and arrays": [
        "ActivityDerivatives", "AdaptedState", "ComplexEstimate", "ConductanceResponse", "ConductanceState", "EffectiveInput", "Estimate", "ExactRateDerivatives", "IntervalStatistics", "MatrixStack", "RateDerivatives", "RateSecondDerivatives",
        "Response", "TransferFunction", "on_imaginary_axis"],
    "exact_transfer_function, exact_power_spectrum, ...": ["ExactNeuron"],
    "dicts and (values, unit)": ["ResultsTree", "dataset"],
    "ask and the Answer that it gives": [
        "Axis", "Group", "Inquiry", "Option", "Quantity", "Question", "ScanSettings", "Table", "all_questions", "analysis",
        "append", "columns_of", "converged_working_point", "count_setting", "csv_field", "evenly_spread", "exact_text",
        "find", "flag_setting", "frequencies_axis", "frequency_heading", "frequency_setting", "heading", "name", "name_of",
        "populations_axis", "print_csv", "print_json", "print_table", "quantity", "question", "report_of", "results_of",
        "scan_answer", "size", "tables_of", "text_setting"],
    "attributes of records and populations": ["LifState", "LifStep", "converged", "coupling", "delays", "neuron", "neuron_type",
                                                "statically_stable", "summary"],
    "the name of the class in Python": ["Row"],  # CrosscheckRow
    "texts": ["Named", "describe", "network_model", "to_string"],
    "arguments of progress": ["AnalysisStep"],
    "convert": ["ScriptOptions", "load_any_network", "simulator_named", "simulator_script"],
    "columns and arguments of scan": [
        "AskedQuestion", "answer_at", "answers_in", "asked_question", "stacked_answers",
        "ParameterGrid", "ScanPoint", "ScanStability", "ScanStart", "VariedParameter", "are_samples", "describe_point", "grid_index",
        "grid_position", "latin_hypercube", "parameter_grid", "parameter_samples", "value_index", "varied_parameter"],
    "branches, and columns of what it gives": [
        "BranchesOptions", "CurveEvent", "Event", "Line", "ParameterLine", "ParameterPlane", "ParameterRange", "Plane", "Section", "parameter_line", "parameter_line_from_yaml", "parameter_plane", "parameter_plane_from_yaml",
        "parameter_range", "states_at"],
    "gradients": ["Gradient", "Peak", "PeakGradients", "PeakOptions", "cv_gradient", "eigenvalue_gradient", "growth_rate_gradient",
                  "peak_gradients", "peak_near", "rate_gradient"],
    "arguments and columns of design": [
        "DesignOptions", "DesignProblem", "FamilyParameter", "FreeParameter", "ParameterFamily", "Reached", "Target", "parameter_family",
        "parameter_family_from_yaml"],
    "ask('rates', network, distribution=True)": ["RateDistribution", "RateDistributionOptions", "quantiles", "rate_distribution"],
    "ask('rates', network, input='self-consistent')": ["PopulationEstimates", "SelfConsistentPoint", "self_consistent_point"],
    "Crosscheck.table, summary and verdicts": [
        "QuantityInfo", "VerdictCounts", "compared_network", "quantity_info", "quantity_named", "verdict_counts",
        "verdict_name"],
    "firing_rate, log_firing_rate, potential_moments, adapted_state and conductance_state": ["StationaryState", "stationary_state"],
    "C++ only: a current is a function that is called at every panel": [
        "Current", "IntegrateAndFireNeuron", "exponential_current", "quadratic_current", "leak", "no_current", "with_current"],
    "estimate_cost, which asks it": ["estimates_from_piece"],
    "write_results": ["write_statistics"],
    "arguments of read_spikes and write_spikes": [
        "NumberedPopulation", "SpikeFormat", "SpikeReading", "is_spike_file", "spike_format"],
    "read_spike_file and the statistics of its record": ["SpikeSource", "end_of_spikes", "replay_spikes", "source_of"],
    "write_report and the report of crosscheck": [
        "BarsFigure", "BarsGroup", "ComparisonFigure", "HeatmapFigure", "LinesFigure", "Report", "ReportAxis", "ReportColumn",
        "ReportFigure", "ReportMark", "ReportSection", "ReportSeries", "ReportTable", "SeriesStyle", "analysis_report",
        "crosscheck_report", "report_html"],
}
KNOWN = {name for names in ELSEWHERE.values() for name in names}


def _namespace_level(text):
    """What stands outside of all braces but those of namespaces, without comments."""
    text = re.sub(r"//.*|/\*.*?\*/", "", text)
    kept, braces, before = [], [], ""
    for token in re.findall(r"[{}]|[^{}]+", text):
        if token == "{":
            braces.append(re.search(r"namespace[\w\s:]*$", before) is not None)
        elif token == "}":
            braces.pop()
        elif all(braces):
            kept.append(token)
        before = token
    return "".join(kept)


def _public_names(header):
    """(functions, structs and classes, enumerations) that a header declares."""
    text = _namespace_level(header.read_text())
    functions = set(re.findall(r"\b(\w+)\s*\([^;]*?\)\s*(?:noexcept)?\s*;", text))
    functions -= {"quiet_NaN"}  # of a constant's definition
    return functions, set(re.findall(r"(?<!<)\b(?:struct|class)\s+(\w+)", text)), set(re.findall(r"\benum class\s+(\w+)", text))


def test_headers_are_found():
    assert len(HEADERS) > 40
    functions, types, _ = _public_names(ROOT / "include/siegert/theory/working_point.hpp")
    assert {"working_point", "require_converged"} <= functions and {"WorkingPoint", "WorkingPointOptions"} <= types


@pytest.mark.parametrize("header", HEADERS, ids=lambda path: str(path.relative_to(ROOT / "include" / "siegert")))
def test_everything_public_is_in_python(header):
    functions, types, enumerations = _public_names(header)
    bound = set().union(*(dir(module) for module in MODULES))
    assert (functions | types) - bound - KNOWN - enumerations == set()
    texts = "".join((ROOT / path).read_text() for path in ("python/bindings/enums.hpp", "python/bindings/adaptation.cpp", "src/model/enumerators.hpp"))
    elsewhere = {"SynapticFilter", "MarkStyle", "SeriesStyle",  # a bool, and parts of reports
                 "Flag", "Audience", "Form", "OptionKind", "Needs", "Simulator",  # a bool, parts of answers, and of convert
                 "BranchEnd", "CurveEventKind", "EventKind", "GrowingModes",  # texts and a bool
                 "ChangeOf", "Demand", "Observable", "ScanStart"}  # texts of design, samples of scan
    for enumeration in enumerations - elsewhere:
        assert re.search(rf"struct (?:EnumNames|Enumerators)<[\w:]*\b{enumeration}>", texts), enumeration


def test_no_exception_is_outdated():
    declared = set().union(*(set().union(*_public_names(header)) for header in HEADERS))
    assert KNOWN <= declared
    assert not [name for name in KNOWN if name != "Report" and any(name in module.__dict__ for module in MODULES[:-1])]
