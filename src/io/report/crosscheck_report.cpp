#include <siegert/io/crosscheck_report.hpp>

#include "io/report/analysis_sections.hpp"
#include "io/report/crosscheck_sections.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;

/// The theory of the network, or why there is none.
struct Theory {
    std::optional<theory::NetworkAnalysis> analysis;
    std::string reason;
};

Theory theory_of(const Network& network, const CrosscheckOptions& options, const Vector& omegas) {
    theory::AnalysisOptions how;
    how.working_point.method = options.method;
    how.threads = options.threads;
    how.keep_delays = false;
    how.keep_propagator = false;
    try {
        return {.analysis = theory::analyze(network, omegas, how), .reason = {}};
    } catch (const AccuracyNotReached& error) {
        return {.analysis = {}, .reason = error.what()};
    }
}

TheoryCurves curves_of(const Network& network, const theory::NetworkAnalysis& analysis,
                       const CrosscheckOptions& options) {
    const auto& point = analysis.working_point;
    return {.frequencies = frequencies(analysis),
            .spectra = analysis.power_spectra,
            .n_mu = theory::network_transfer_function(
                        network, {.mu = point.mean_input, .sigma = point.std_input},
                        lif::on_imaginary_axis(analysis.omegas),
                        {.method = options.method,
                         .filter = lif::SynapticFilter::without,
                         .threads = options.threads})
                        .n_mu};
}

std::string capitalised(std::string text) {
    if (!text.empty())
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    return text;
}

std::string headline(const Crosscheck& result, const CrosscheckOptions& options) {
    return fmt::format("{}. Disagreement by chance has probability {:g}.",
                       capitalised(crosscheck::summary(result)), options.family_error);
}

std::vector<std::pair<std::string, std::string>> facts(const Crosscheck& result,
                                                       const CrosscheckOptions& options) {
    const auto counts = crosscheck::verdict_counts(result);
    const auto last_seed = options.seed + static_cast<std::uint64_t>(options.replicates - 1);
    return {{"agree", fmt::format("{}", counts.agree)},
            {"explained", fmt::format("{}", counts.explained)},
            {"cannot tell", fmt::format("{}", counts.cannot_tell)},
            {"disagree", fmt::format("{}", counts.disagree)},
            {"numbers compared", fmt::format("{}", result.rows.size())},
            {"samples", fmt::format("{} of {:g} s", result.samples, result.sample_duration)},
            {"networks simulated", fmt::format("{}", options.replicates)},
            {"seeds", options.replicates == 1 ? fmt::format("{}", options.seed)
                                              : fmt::format("{} to {}", options.seed, last_seed)},
            {"scale", fmt::format("{:g}", options.scale)}};
}

void append(std::vector<ReportSection>& sections, ReportSection section) {
    if (!section.figures.empty() || !section.tables.empty()) {
        sections.push_back(std::move(section));
    }
}

}  // namespace

Report crosscheck_report(const Network& network, const Crosscheck& result,
                         const CrosscheckOptions& options, const Vector& omegas,
                         const ReportText& text) {
    if (!result.complete) throw InvalidParameter("the cross-check must be complete to report on");
    const Network compared = crosscheck::compared_network(network, options);
    const Theory theory = theory_of(compared, options, omegas);
    const TheoryCurves curves =
        theory.analysis ? curves_of(compared, *theory.analysis, options) : TheoryCurves{};

    ReportSection verdict = verdict_section(result, compared);
    if (!theory.analysis) {
        verdict.text +=
            "\n\nThe linear response of the network is left out: " + theory.reason + ".";
    }
    std::vector<ReportSection> sections{std::move(verdict)};
    append(sections, state_comparison(result));
    append(sections, spectra_comparison(result, compared, curves));
    append(sections, transfer_comparison(result, compared, curves));
    append(sections, covariance_comparison(result, compared));
    append(sections, rows_section(result, options));
    if (theory.analysis) {
        auto more = analysis_sections(compared, *theory.analysis,
                                      theory::peak_sensitivities(compared, *theory.analysis));
        std::ranges::move(more, std::back_inserter(sections));
    } else {
        sections.push_back(network_section(compared));
    }
    return {.title = text.title,
            .summary = headline(result, options),
            .facts = facts(result, options),
            .sections = std::move(sections),
            .parameters = text.parameters,
            .command = text.command};
}

}  // namespace siegert::io
