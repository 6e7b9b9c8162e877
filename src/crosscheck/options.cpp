#include "crosscheck/options.hpp"

#include "crosscheck/observables.hpp"
#include "neurons/kinds.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::crosscheck {
namespace {

void validate(const CrosscheckOptions& options) {
    require_positive("duration", options.duration);
    require_not_negative("warmup", options.warmup);
    require_positive("dt", options.dt);
    require(options.replicates >= 1, "replicates", options.replicates, "be at least 1");
    require(options.batches >= 1, "batches", options.batches, "be at least 1");
    const double samples = static_cast<double>(options.replicates) * options.batches;
    require(samples >= 2.0, "replicates * batches", samples, "be at least 2");
    require(options.threads >= 0, "threads", options.threads, "not be negative");
    require(options.family_error > 0.0 && options.family_error < 1.0, "family_error",
            options.family_error, "lie between 0 and 1");
    require(options.probes >= 1, "probes", static_cast<double>(options.probes), "be at least 1");
    require(options.unconnected >= 5, "unconnected", static_cast<double>(options.unconnected),
            "be at least 5");
    require(options.modulated >= 1, "modulated", static_cast<double>(options.modulated),
            "be at least 1");
    require(options.modulation > 0.0 && options.modulation < 1.0, "modulation", options.modulation,
            "lie between 0 and 1");
    require(!options.quantities.empty(), "quantities", 0.0, "name something to compare");
    const double longest = sample_duration(options) * (1.0 + 1e-9);
    if (asks_for(options, Quantity::covariances)) {
        require(2.0 * options.count_bin <= longest && options.count_bin > 0.0, "count_bin",
                options.count_bin,
                fmt::format("be positive and at most half of {:g} s, the duration of a sample",
                            longest));
    }
    if (asks_for(options, Quantity::spectra)) {
        require(options.segment <= longest && options.segment > 0.0, "segment", options.segment,
                fmt::format("be positive and at most {:g} s, the duration of a sample", longest));
        require(options.f_max * options.segment >= 2.0 * time_bandwidth, "f_max", options.f_max,
                fmt::format("be at least {:g} / segment", 2.0 * time_bandwidth));
        require(options.bands >= 1, "bands", options.bands, "be at least 1");
    }
    if (!std::isnan(options.surrogate_time)) {
        require_positive("surrogate_time", options.surrogate_time);
    }
    for (const double f : options.frequencies) require_positive("frequencies", f);
}

}  // namespace

CrosscheckOptions checked(CrosscheckOptions options, const Network& network) {
    const double longest = sample_duration(options);
    if (!neurons::has_theory(network, options.method)) options.method = lif::exp::Method::shift;
    if (std::isnan(options.count_bin)) options.count_bin = std::min(0.1, 0.5 * longest);
    if (std::isnan(options.segment)) options.segment = std::min(0.5, longest);
    validate(options);
    return options;
}

}  // namespace siegert::crosscheck
