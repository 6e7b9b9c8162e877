#include "model/network_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace siegert {
namespace {

using Fault = std::optional<NetworkFault>;

// Conditions are written so that NaN fails them.
struct Range {
    bool (*contains)(double);
    const char* demand;
};

constexpr Range finite{[](double x) { return std::isfinite(x); }, "be finite"};
constexpr Range positive{[](double x) { return x > 0.0 && std::isfinite(x); },
                         "be positive and finite"};
constexpr Range not_negative{[](double x) { return x >= 0.0 && std::isfinite(x); },
                             "be finite and not negative"};

enum class Presence { required, optional };

const std::string& name_of(const Network& network, Index i) {
    return network.populations[static_cast<std::size_t>(i)];
}

NetworkFault fault_of_population(const Network& network, const char* field, Index i,
                                 std::string demand, double value) {
    return {.field = field,
            .subject = fmt::format("{} of population {}", field, name_of(network, i)),
            .demand = std::move(demand),
            .value = value,
            .found = {}};
}

NetworkFault fault_of_field(const char* field, std::string demand, std::string found) {
    return {.field = field,
            .subject = field,
            .demand = std::move(demand),
            .value = std::nullopt,
            .found = std::move(found)};
}

Fault check_vector(const Network& network, const char* field, const Vector& values,
                   const Range& range, Presence presence) {
    const auto n = static_cast<Index>(network.populations.size());
    if (presence == Presence::optional && values.size() == 0) return {};
    if (values.size() != n) {
        return fault_of_field(field, fmt::format("have {} entries", n),
                              fmt::format("{}", values.size()));
    }
    for (Index i = 0; i < n; ++i) {
        if (!range.contains(values(i))) {
            return fault_of_population(network, field, i, range.demand, values(i));
        }
    }
    return {};
}

Fault check_elements(const Network& network, const char* field, const Matrix& values,
                     const Range& range) {
    for (Index i = 0; i < values.rows(); ++i) {
        for (Index j = 0; j < values.cols(); ++j) {
            if (range.contains(values(i, j))) continue;
            return NetworkFault{.field = field,
                                .subject = fmt::format("{} of row {} (target {}), column {}", field,
                                                       i + 1, name_of(network, i), j + 1),
                                .demand = range.demand,
                                .value = values(i, j),
                                .found = {}};
        }
    }
    return {};
}

Fault check_matrix(const Network& network, const char* field, const Matrix& values, Index cols,
                   const Range& range, Presence presence) {
    const auto rows = static_cast<Index>(network.populations.size());
    if (presence == Presence::optional && values.size() == 0) return {};
    if (values.rows() != rows || values.cols() != cols) {
        return fault_of_field(field, fmt::format("be a {} x {} matrix", rows, cols),
                              fmt::format("{} x {}", values.rows(), values.cols()));
    }
    return check_elements(network, field, values, range);
}

Fault check_populations(const Network& network) {
    const auto& names = network.populations;
    if (names.empty()) return fault_of_field("populations", "name at least one", "none");
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (name->empty()) return fault_of_field("populations", "have names", "an empty text");
        if (std::find(names.begin(), name, *name) != name) {
            return fault_of_field("populations", "be distinct", "'" + *name + "' twice");
        }
    }
    return {};
}

Fault check_threshold(const Network& network) {
    for (Index i = 0; i < network.V_th.size(); ++i) {
        if (network.V_0(i) < network.V_th(i)) continue;
        return fault_of_population(network, "V_0", i,
                                   fmt::format("lie below V_th = {} V", network.V_th(i)),
                                   network.V_0(i));
    }
    return {};
}

Fault check_neurons(const Network& network) {
    using enum Presence;
    for (const auto& fault : {check_vector(network, "N", network.N, positive, required),
                              check_vector(network, "tau_m", network.tau_m, positive, required),
                              check_vector(network, "tau_r", network.tau_r, not_negative, required),
                              check_vector(network, "tau_s", network.tau_s, not_negative, required),
                              check_vector(network, "V_th", network.V_th, finite, required),
                              check_vector(network, "V_0", network.V_0, finite, required),
                              check_vector(network, "C", network.C, positive, optional),
                              check_vector(network, "E_L", network.E_L, finite, optional)}) {
        if (fault) return fault;
    }
    return check_threshold(network);
}

Fault check_delays(const Network& network) {
    const auto n = static_cast<Index>(network.populations.size());
    using enum Presence;
    const bool spread = network.delay_dist != DelayDistribution::none;
    if (const auto fault = check_matrix(network, "Delay", network.Delay, n, not_negative,
                                        spread ? required : optional)) {
        return fault;
    }
    if (const auto fault = check_matrix(network, "Delay_sd", network.Delay_sd, n, not_negative,
                                        spread ? required : optional)) {
        return fault;
    }
    if (network.Delay.size() == 0 && network.Delay_sd.size() > 0) {
        return fault_of_field("Delay_sd", "be given together with Delay", "no Delay");
    }
    if (network.delay_dist == DelayDistribution::lognormal) {
        constexpr Range positive_mean{positive.contains, "be positive, as delay_dist is lognormal"};
        return check_elements(network, "Delay", network.Delay, positive_mean);
    }
    return {};
}

Fault check_connections(const Network& network) {
    const auto n = static_cast<Index>(network.populations.size());
    using enum Presence;
    const bool spread = network.weight_dist != WeightDistribution::none;
    for (const auto& fault : {check_matrix(network, "J", network.J, n, finite, required),
                              check_matrix(network, "K", network.K, n, not_negative, required),
                              check_matrix(network, "J_sd", network.J_sd, n, not_negative,
                                           spread ? required : optional)}) {
        if (fault) return fault;
    }
    return check_delays(network);
}

Fault check_external_input(const Network& network) {
    using enum Presence;
    const Index m = network.nu_ext.size();
    for (Index k = 0; k < m; ++k) {
        if (not_negative.contains(network.nu_ext(k))) continue;
        return NetworkFault{.field = "nu_ext",
                            .subject = fmt::format("nu_ext of external population {}", k + 1),
                            .demand = not_negative.demand,
                            .value = network.nu_ext(k),
                            .found = {}};
    }
    for (const auto& fault :
         {check_matrix(network, "J_ext", network.J_ext, m, finite, required),
          check_matrix(network, "K_ext", network.K_ext, m, not_negative, required),
          check_vector(network, "I_ext", network.I_ext, finite, optional)}) {
        if (fault) return fault;
    }
    if (network.I_ext.size() > 0 && network.C.size() == 0) {
        return fault_of_field("C", "be given together with I_ext", "no C");
    }
    return {};
}

Fault check_adaptation(const Network& network) {
    const auto n = network.populations.size();
    if (network.adaptation.empty()) return {};
    if (network.adaptation.size() != n) {
        return fault_of_field("adaptation", fmt::format("have {} entries", n),
                              fmt::format("{}", network.adaptation.size()));
    }
    const auto element_fault = [&](std::size_t i, const char* element, const Range& range,
                                   double value) {
        return NetworkFault{.field = "adaptation",
                            .subject = fmt::format("{} of the adaptation of population {}", element,
                                                   network.populations[i]),
                            .demand = range.demand,
                            .value = value,
                            .found = {}};
    };
    for (std::size_t i = 0; i < n; ++i) {
        for (const auto& current : network.adaptation[i]) {
            if (!positive.contains(current.tau)) {
                return element_fault(i, "tau", positive, current.tau);
            }
            if (!finite.contains(current.a)) return element_fault(i, "a", finite, current.a);
            if (!finite.contains(current.b)) return element_fault(i, "b", finite, current.b);
        }
    }
    return {};
}

}  // namespace

std::optional<NetworkFault> find_fault(const Network& network) {
    for (const auto check : {check_populations, check_neurons, check_connections,
                             check_external_input, check_adaptation}) {
        if (auto fault = check(network)) return fault;
    }
    return {};
}

}  // namespace siegert
