#include <siegert/questions/inquiry.hpp>

#include "lif/names.hpp"
#include "model/adaptation_currents.hpp"
#include "model/enumerators.hpp"
#include "questions/state.hpp"
#include "synapses/models.hpp"

#include <siegert/theory/expansion_error.hpp>

#include <fmt/format.h>

#include <numbers>

namespace siegert::questions {
namespace {

// Matrices of so many numbers are kept although nobody saves them: that is faster.
bool is_small(const Inquiry& inquiry) {
    constexpr double numbers = 4e6;  // 64 MB
    const auto n = static_cast<double>(inquiry.loaded.network.populations.size());
    return n * n * static_cast<double>(inquiry.omegas.size()) <= numbers;
}

}  // namespace

const theory::WorkingPoint& working_point(Inquiry& inquiry) {
    if (!inquiry.point) {
        const Network& network = inquiry.loaded.network;
        const auto& options = inquiry.how.working_point;
        inquiry.point = theory::working_point(network, options);
        auto& point = *inquiry.point;
        point.validity = theory::with_expansion_errors(
            std::move(point.validity),
            theory::expansion_errors(
                network,
                {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
                options.method));
    }
    return *inquiry.point;
}

const theory::WorkingPoint& converged_working_point(Inquiry& inquiry) {
    const auto& point = working_point(inquiry);
    theory::require_converged(point);
    return point;
}

theory::NetworkAnalysis& analysis(Inquiry& inquiry, theory::AnalysisExtent extent) {
    if (!inquiry.analysis) {
        inquiry.how.extent = extent;
        inquiry.how.keep_connectivity = inquiry.keeps_matrices || is_small(inquiry);
        const auto& point = converged_working_point(inquiry);
        inquiry.analysis =
            theory::analyze(inquiry.loaded.network, point, inquiry.omegas, inquiry.how);
    }
    return *inquiry.analysis;
}

namespace {

// `shift` stands for `galerkin` where synapses are conductances.
lif::exp::Method method_of(const Network& network, lif::exp::Method method) {
    const bool is_default = method == lif::exp::Method::shift;
    return is_default && synapses::has_conductance(network) ? lif::exp::Method::galerkin : method;
}

}  // namespace

Answer heading(const Inquiry& inquiry) {
    const Network& network = inquiry.loaded.network;
    const std::string synapse(schema::name_of(network.synapse));
    const std::string method(
        lif::method_name(method_of(network, inquiry.how.working_point.method)));
    const std::string model = to_string(inquiry.loaded.model);
    const bool has_method =
        synapses::has_current(network) ||
        (adapts(network) && inquiry.how.working_point.method == lif::exp::Method::effective);
    Answer answer;
    answer.notes.push_back(fmt::format(
        "{}: {} populations, {} synapses{}, model {}", inquiry.title, network.populations.size(),
        synapse, has_method ? fmt::format(" (method {})", method) : "", model));
    auto& results = answer.quantities;
    results.push_back(quantity("label", dataset(network.label)));
    results.push_back(quantity("model", dataset(model)));
    results.push_back(quantity("synapse", dataset(synapse)));
    if (has_method) results.push_back(quantity("method", dataset(method)));
    results.push_back(quantity("populations", dataset(network.populations), {"population"}));
    if (!inquiry.loaded.warnings.empty()) {
        results.push_back(quantity("warnings", dataset(inquiry.loaded.warnings), {"warning"}));
    }
    answer.axes.push_back(populations_axis(network));
    return answer;
}

Answer frequency_heading(Inquiry& inquiry) {
    Answer answer = heading(inquiry);
    const std::string convention(lif::convention_name(inquiry.how.convention));
    append(answer, state(inquiry.loaded.network, converged_working_point(inquiry)));
    answer.notes.push_back(fmt::format("convention {}; {}", convention, inquiry.frequency_note));
    const Axis frequencies = frequencies_axis(inquiry.omegas);
    auto& results = answer.quantities;
    results.push_back(quantity("convention", dataset(convention)));
    results.push_back(quantity("frequencies", frequencies.labels, {frequencies.name}));
    results.push_back(quantity("omegas", dataset(inquiry.omegas, "rad/s"), {frequencies.name}));
    answer.axes.push_back(frequencies);
    return answer;
}

const std::string& name(const Network& network, Index population) {
    return network.populations[static_cast<std::size_t>(population)];
}

Axis populations_axis(const Network& network, const std::string& name) {
    return {name, dataset(network.populations)};
}

Axis frequencies_axis(const Vector& omegas) {
    return {"frequency", dataset(Vector(omegas / (2.0 * std::numbers::pi)), "Hz")};
}

}  // namespace siegert::questions
