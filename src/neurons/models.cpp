#include "neurons/models.hpp"

#include "lif/names.hpp"
#include "model/adaptation_currents.hpp"
#include "model/enumerators.hpp"
#include "neurons/adaptation/adapting.hpp"
#include "neurons/eif/white_noise.hpp"
#include "neurons/kinds.hpp"
#include "neurons/lif.hpp"
#include "neurons/lif_exact.hpp"
#include "require.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <array>

namespace siegert::neurons {
namespace {

/// Every neuron model, a line each; where synapses are treated by several methods, a line for each.
constexpr std::array models{
    Model{"lif", Method::shift, &lif_shift, &adapting_lif},
    Model{"lif", Method::taylor, &lif_taylor},
    Model{"lif", Method::exact, &lif_exact},
    Model{"eif", Method::shift, &eif_white_noise, &adapting_eif},
};

/// The model of population i, by its name in the list.
std::string_view neuron_name(const Network& network, Index i) {
    return schema::name_of(neuron_type(network, i));
}

/// Null if there is none.
const Theory* theory_of(std::string_view neuron, Method method, bool adapts) {
    for (const Model& model : models) {
        if (model.neuron != neuron || model.method.value_or(method) != method) continue;
        if (const Theory* theory = adapts ? model.with_adaptation : model.theory) return theory;
    }
    return nullptr;
}

const Theory& find_theory(std::string_view neuron, Method method, bool adapts) {
    if (const Theory* theory = theory_of(neuron, method, adapts)) return *theory;
    throw InvalidParameter(fmt::format("there is no theory of {} neurons{} with method {}", neuron,
                                       adapts ? " with adaptation" : "", lif::method_name(method)));
}

/// Throws unless the model has this answer.
template <class Function>
Function answer(Function function, std::string_view what) {
    if (function) return function;
    throw InvalidParameter(fmt::format("the neuron model has no theory of {}", what));
}

/// One vector from the answers of all parts.
template <class Ask>
Vector collected(const Network& network, const std::vector<Part>& parts, Ask ask) {
    if (parts.size() == 1) return ask(parts.front());
    Vector all(network.tau_m.size());
    for (const Part& part : parts) all(part.populations) = ask(part);
    return all;
}

std::vector<Part> grouped(const std::vector<const Theory*>& theory_of) {
    std::vector<Part> result;
    for (std::size_t i = 0; i < theory_of.size(); ++i) {
        auto part = std::ranges::find(result, theory_of[i], &Part::theory);
        if (part == result.end()) part = result.insert(part, {theory_of[i], {}});
        part->populations.push_back(static_cast<Index>(i));
    }
    return result;
}

}  // namespace

namespace {

Method method_in_use(const Network& network, Method method) {
    return synapses::has_current(network) ? method : Method::shift;
}

}  // namespace

bool has_theory(const Network& network, Method method) {
    const Method in_use = method_in_use(network, method);
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const bool adapts = !adaptation_currents(network, i).empty();
        if (theory_of(neuron_name(network, i), in_use, adapts) == nullptr) return false;
    }
    return true;
}

std::vector<const Theory*> theories(const Network& network, Method method) {
    const Method in_use = method_in_use(network, method);
    std::vector<const Theory*> result;
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const bool adapts = !adaptation_currents(network, i).empty();
        result.push_back(&find_theory(neuron_name(network, i), in_use, adapts));
    }
    return result;
}

bool fire_by_first_passage(const Network& network) {
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        if (neuron_type(network, i) != NeuronType::lif) return false;
        if (!adaptation_currents(network, i).empty()) return false;
    }
    return true;
}

std::vector<Part> parts(const Network& network, Method method) {
    return grouped(theories(network, method));
}

Stationary stationary(const Network& network, const std::vector<Part>& parts, const Input& input) {
    const auto state_of = [&](const Part& part) {
        return answer(part.theory->stationary, "rates")({network, part.populations}, input);
    };
    if (parts.size() == 1) return state_of(parts.front());
    const Index n = network.tau_m.size();
    Stationary all{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for (const Part& part : parts) {
        const Stationary state = state_of(part);
        all.nu(part.populations) = state.nu;
        all.d_mu(part.populations) = state.d_mu;
        all.d_sigma(part.populations) = state.d_sigma;
    }
    return all;
}

Vector rates(const Network& network, const std::vector<Part>& parts, const Input& input) {
    return collected(network, parts, [&](const Part& part) -> Vector {
        const Group group{network, part.populations};
        if (part.theory->rates) return part.theory->rates(group, input);
        return answer(part.theory->stationary, "rates")(group, input).nu;
    });
}

std::optional<std::vector<Part>> approximation(std::vector<Part> parts) {
    bool found = false;
    for (Part& part : parts) {
        if (!part.theory->approximation) continue;
        part.theory = part.theory->approximation;
        found = true;
    }
    return found ? std::optional(std::move(parts)) : std::nullopt;
}

Vector cvs(const Network& network, const std::vector<Part>& parts, const Input& input) {
    return collected(network, parts, [&](const Part& part) {
        return answer(part.theory->cvs, "the CV of intervals")({network, part.populations}, input);
    });
}

bool is_expansion(const std::vector<Part>& parts) {
    return std::ranges::any_of(
        parts, [](const Part& part) { return part.theory->first_order_term != nullptr; });
}

Vector first_order_terms(const Network& network, const std::vector<Part>& parts,
                         const Input& input) {
    return collected(network, parts, [&](const Part& part) -> Vector {
        const auto n = static_cast<Index>(part.populations.size());
        if (!part.theory->first_order_term) return Vector::Zero(n);
        return part.theory->first_order_term({network, part.populations}, input);
    });
}

Vector root_tau_derivatives(const Network& network, const std::vector<Part>& parts,
                            const Input& input) {
    return collected(network, parts, [&](const Part& part) -> Vector {
        const auto n = static_cast<Index>(part.populations.size());
        if (!part.theory->d_root_tau) return Vector::Zero(n);
        return part.theory->d_root_tau({network, part.populations}, input);
    });
}

Vector barrier_shifts(const Network& network, const std::vector<const Theory*>& theories,
                      const Input& input) {
    const std::vector<Part> all = grouped(theories);
    const Vector d_mu = stationary(network, all, input).d_mu;
    const Vector d_root_tau = root_tau_derivatives(network, all, input);
    return (d_mu.array() > 0.0).select(d_root_tau.array() / d_mu.array(), 0.0);
}

Vector adaptation_errors(const Network& network, const std::vector<Part>& parts,
                         const Input& input) {
    return collected(network, parts, [&](const Part& part) -> Vector {
        const auto n = static_cast<Index>(part.populations.size());
        if (!part.theory->adaptation_errors) return Vector::Zero(n);
        return part.theory->adaptation_errors({network, part.populations}, input);
    });
}

Response response(const Theory& theory, const Network& network, Index i, const Input& input,
                  const ComplexVector& s, lif::Convention convention) {
    return answer(theory.response, "linear response")(network, i, input, s, convention);
}

ResponseFunction prepared_response(const Theory& theory, const Network& network, Index i,
                                   const Input& input, lif::Convention convention) {
    if (!theory.prepared_response) return {};
    return theory.prepared_response(network, i, input, convention);
}

Vector spectrum(const Theory& theory, const Network& network, Index i, const Input& input,
                const Vector& omegas) {
    return answer(theory.spectrum, "the spectrum of its spikes")(network, i, input, omegas);
}

}  // namespace siegert::neurons
