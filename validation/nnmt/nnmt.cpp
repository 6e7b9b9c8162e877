// NNMT 1.3.0 as an independent implementation: working points, transfer functions, power spectra
// and sensitivities of the microcircuit and of an E-I network, in convention nnmt. What convention
// exact does differently is listed behind the claims.
//
// Frequency-dependent quantities are computed at NNMT's own working point, so that the tolerance of
// its solver for the rates does not enter.
#include "claims.hpp"
#include "command.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/analysis.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

using namespace siegert;
using lif::exp::Method;
using nlohmann::json;
using validation::Claim;

namespace {

constexpr double two_pi = 2.0 * std::numbers::pi;

Vector vector_from(const json& list) {
    const auto values = list.get<std::vector<double>>();
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

Matrix matrix_from(const json& rows) {
    Matrix matrix(static_cast<Index>(rows.size()), static_cast<Index>(rows.at(0).size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        matrix.row(static_cast<Index>(i)) = vector_from(rows[i]);
    }
    return matrix;
}

ComplexMatrix complex_from(const json& parts) {
    return matrix_from(parts.at("re")) + Complex(0.0, 1.0) * matrix_from(parts.at("im"));
}

/// Largest deviation of an entry, relative to the largest entry.
template <typename A, typename B>
double deviation(const A& ours, const B& theirs) {
    return (ours - theirs).cwiseAbs().maxCoeff() / theirs.cwiseAbs().maxCoeff();
}

/// A network with what NNMT says about it.
struct Case {
    std::string name;
    Network network;
    json nnmt;
};

/// Tolerances, relative.
constexpr double solver = 1e-12;         // of our working point
constexpr double quadrature = 1.5e-8;    // that SciPy's quad asks for
constexpr double rounding = 1e-12;       // documented accuracy of the transfer function
constexpr double amplification = 1e-10;  // the same, times the condition of 1 - W and of its modes

theory::WorkingPoint nnmt_point(const json& values) {
    theory::WorkingPoint point;
    point.firing_rates = vector_from(values.at("firing_rates"));
    point.mean_input = vector_from(values.at("mean_input"));
    point.std_input = vector_from(values.at("std_input"));
    point.cvs = vector_from(values.at("cvs"));
    point.termination = theory::Termination::newton;
    return point;
}

void judge_working_point(const Case& one, Method method, const char* label,
                         std::vector<Claim>& claims) {
    const auto theirs = nnmt_point(one.nnmt.at(fmt::format("exp_{}", label)));
    const auto ours = theory::working_point(one.network, {.method = method});
    const auto claim = [&](const char* what, double value, double tolerance, const char* owner) {
        claims.push_back(
            {fmt::format("{}, {}: {}", one.name, label, what), "", value, 0.0, tolerance, owner});
    };
    claim("rates", deviation(ours.firing_rates, theirs.firing_rates), solver, "solver");
    claim("mean input", deviation(ours.mean_input, theirs.mean_input), solver, "solver");
    claim("noise of the input", deviation(ours.std_input, theirs.std_input), solver, "solver");
    claim("CVs", deviation(ours.cvs, theirs.cvs), quadrature, "NNMT's quadrature");
}

ComplexMatrix transfer(const Case& one, const theory::WorkingPoint& point, const Vector& omegas,
                       const theory::ResponseOptions& options) {
    return theory::network_transfer_function(one.network, {point.mean_input, point.std_input},
                                             lif::on_imaginary_axis(omegas), options)
        .n_mu;
}

void judge_response(const Case& one, Method method, const char* label, std::vector<Claim>& claims) {
    const auto point = nnmt_point(one.nnmt.at(fmt::format("exp_{}", label)));
    const json& values = one.nnmt.at(label);
    const Vector omegas = two_pi * vector_from(values.at("frequencies"));
    const auto claim = [&](const char* what, double value, double tolerance, const char* owner) {
        claims.push_back(
            {fmt::format("{}, {}: {}", one.name, label, what), "", value, 0.0, tolerance, owner});
    };
    theory::ResponseOptions options{.convention = lif::Convention::nnmt, .method = method};
    claim("transfer functions",
          deviation(transfer(one, point, omegas, options),
                    complex_from(values.at("transfer_function"))),
          rounding, "rounding");
    if (values.contains("transfer_function_no_synaptic_filter")) {
        options.filter = lif::SynapticFilter::without;
        claim("transfer functions, unfiltered",
              deviation(transfer(one, point, omegas, options),
                        complex_from(values.at("transfer_function_no_synaptic_filter"))),
              rounding, "rounding");
    }
    theory::AnalysisOptions analysis;
    analysis.convention = lif::Convention::nnmt;
    analysis.working_point.method = method;
    const auto result = theory::analyze(one.network, point, omegas, analysis);
    claim("power spectra", deviation(result.power_spectra, matrix_from(values.at("power_spectra"))),
          amplification, "rounding");

    // NNMT takes the derivative of the rate at zero frequency, which is what `exact` tends to.
    options = {.convention = lif::Convention::exact, .method = method};
    const Vector zero = transfer(one, point, Vector::Zero(1), options).row(0).real();
    const Vector theirs = vector_from(one.nnmt.at("tf_zero_frequency").at(label));
    claim("exact at zero frequency", deviation(zero, theirs), rounding, "rounding");
    if (method == Method::taylor) return;  // whose rate is not the one in front of the formula
    options.convention = lif::Convention::nnmt;
    const Vector limit = transfer(one, point, Vector::Zero(1), options).row(0).real();
    const Vector free = 1.0 - point.firing_rates.array() * one.network.tau_r.array();
    claim("(1 - nu tau_r) nnmt at zero frequency",
          deviation((limit.array() * free.array()).matrix(), theirs), rounding, "rounding");
}

void judge_sensitivity(const Case& one, std::vector<Claim>& claims) {
    const auto point = nnmt_point(one.nnmt.at("exp_shift"));
    theory::AnalysisOptions options;
    options.convention = lif::Convention::nnmt;
    for (const json& theirs : one.nnmt.at("shift").at("sensitivity")) {
        const double f = theirs.at("frequency").get<double>();
        const Vector omega = Vector::Constant(1, two_pi * f);
        const auto W = theory::analyze(one.network, point, omega, options).effective_connectivity;
        const json& value = theirs.at("critical_eigenvalue");
        const Complex eigenvalue(value.at("re").get<double>(), value.at("im").get<double>());
        const auto ours = theory::sensitivity_measure(W, omega, omega(0), eigenvalue);
        const auto claim = [&](const char* what, double relative) {
            claims.push_back({fmt::format("{}, {:g} Hz: {}", one.name, f, what), "", relative, 0.0,
                              amplification, "rounding"});
        };
        claim("eigenvalue", std::abs(ours.critical_eigenvalue - eigenvalue));
        claim("sensitivity", deviation(ours.sensitivity, complex_from(theirs.at("sensitivity"))));
        claim("its part towards 1",
              deviation(ours.sensitivity_amp, matrix_from(theirs.at("sensitivity_amp"))));
        claim("its part along the trajectory",
              deviation(ours.sensitivity_freq, matrix_from(theirs.at("sensitivity_freq"))));
    }
}

/// Prints what convention exact changes, and draws both spectra.
io::ReportFigure compare_conventions(const Case& one) {
    const auto point = theory::working_point(one.network);
    const Index count = 500;
    const Vector omegas = two_pi * Vector::LinSpaced(count, 1.0, 400.0);
    theory::AnalysisOptions options;
    const auto exact = theory::analyze(one.network, point, omegas, options);
    options.convention = lif::Convention::nnmt;
    const auto nnmt = theory::analyze(one.network, point, omegas, options);
    fmt::print("{}: exact relative to nnmt, 1 to 400 Hz, all populations: median and largest\n",
               one.name);
    const auto print = [](const char* what, const auto& a, const auto& b) {
        Matrix difference = 100.0 * ((a - b).array().abs() / b.array().abs()).matrix();
        std::sort(difference.data(), difference.data() + difference.size());
        fmt::print("  {:<56} {:>9.2f} % {:>9.2f} %\n", what, difference(difference.size() / 2),
                   difference(difference.size() - 1));
    };
    print("n_mu (refractory period in the denominator)", exact.transfer.n_mu, nnmt.transfer.n_mu);
    print("noise of the spikes (renewal, not Poisson)", exact.input_noise,
          nnmt.input_noise.replicate(count, 1).eval());
    print("power spectra (both, and the response to the variance)", exact.power_spectra,
          nnmt.power_spectra);
    io::LinesFigure lines{.x = {"f", "Hz"}, .y = {"power", "Hz", true}, .series = {}};
    const Vector f = omegas / two_pi;
    lines.series = {validation::curve("nnmt", f, nnmt.power_spectra.col(0), 0),
                    validation::curve("exact", f, exact.power_spectra.col(0), 1)};
    if (one.nnmt.contains("shift")) {
        const json& values = one.nnmt.at("shift");
        const Vector at = vector_from(values.at("frequencies"));
        const Vector power = matrix_from(values.at("power_spectra")).col(0);
        Index first = 0;
        while (at(first) < 1.0) ++first;
        Index last = at.size();
        while (at(last - 1) > 400.0) --last;
        lines.series.push_back(
            validation::points("computed with NNMT", at.segment(first, last - first),
                               power.segment(first, last - first), Vector::Zero(last - first), 2));
    }
    return {.title = one.name + ": spectrum of " + one.network.populations[0],
            .caption = "Theory in both conventions, and NNMT.",
            .content = lines};
}

Case load(const std::string& name, const std::string& path) {
    std::ifstream file(SIEGERT_VALIDATION "/nnmt/" + name + ".json");
    return {.name = name, .network = load_network(path).network, .nnmt = json::parse(file)};
}

}  // namespace

int main(int argc, char** argv) {
    const auto command = validation::parse_command(argc, argv);
    const auto microcircuit = load("microcircuit", SIEGERT_EXAMPLES "/networks/microcircuit.yaml");
    const auto brunel = load("brunel_ei_delta", SIEGERT_VALIDATION "/nnmt/brunel_ei_delta.yaml");
    std::vector<Claim> claims;
    for (const auto* one : {&microcircuit, &brunel}) {
        for (const Method method : {Method::shift, Method::taylor}) {
            const char* label = method == Method::shift ? "shift" : "taylor";
            if (!one->nnmt.contains(label)) continue;
            judge_working_point(*one, method, label, claims);
            judge_response(*one, method, label, claims);
        }
        judge_sensitivity(*one, claims);
    }
    const auto figures =
        std::vector{compare_conventions(microcircuit), compare_conventions(brunel)};
    validation::write_figures(command, {.name = "nnmt",
                                        .title = "NNMT 1.3.0 as an independent implementation",
                                        .text = "Power spectra beside those of NNMT.",
                                        .figures = figures});
    return validation::judge("NNMT 1.3.0: largest relative deviations", claims);
}
