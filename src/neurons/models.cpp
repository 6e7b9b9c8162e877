#include "neurons/models.hpp"

#include "lif/names.hpp"
#include "model/adaptation_currents.hpp"
#include "model/enumerators.hpp"
#include "neurons/adaptation/adapting.hpp"
#include "neurons/conductance/conducting.hpp"
#include "neurons/kinds.hpp"
#include "neurons/lif.hpp"
#include "neurons/lif_exact.hpp"
#include "neurons/white_noise.hpp"
#include "require.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <array>

namespace siegert::neurons {
namespace {

/// Every neuron model, a line each; where synapses are treated by several methods, a line for each.
/// Kinds without a closed form share theirs, which asks for the neuron's own current.
constexpr std::nullopt_t by_current = std::nullopt;

constexpr std::array models{
    Model{NeuronType::lif, Method::shift, &lif_shift, &adapting_lif},
    Model{NeuronType::lif, Method::taylor, &lif_taylor},
    Model{NeuronType::lif, Method::exact, &lif_exact},
    Model{NeuronType::lif, Method::galerkin, nullptr, &adapting_lif, &conducting},
    Model{NeuronType::lif, Method::effective, nullptr, &adapting_lif_by_mean,
          &effective_conducting},
    Model{by_current, Method::shift, &white_noise, &adapting_soft},
    Model{by_current, Method::galerkin, nullptr, &adapting_soft, &conducting},
    Model{by_current, Method::effective, nullptr, &adapting_soft_by_mean, &effective_conducting},
};

bool is_listed(NeuronType type) {
    return std::ranges::any_of(models, [&](const Model& model) { return model.neuron == type; });
}

bool concerns(const Model& model, NeuronType type) {
    return model.neuron ? *model.neuron == type : !is_listed(type);
}

/// What neurons of population i have beside their own current.
struct Addition {
    std::string_view name;
    const Theory* Model::*theory;
};

Addition addition(const Network& network, Index i) {
    const bool conducts = synapses::has_conductance(network);
    const bool adapts = !adaptation_currents(network, i).empty();
    if (conducts && adapts) return {" with conductances and adaptation", nullptr};
    if (conducts) return {" with conductances", &Model::with_conductances};
    if (adapts) return {" with adaptation", &Model::with_adaptation};
    return {"", &Model::theory};
}

/// Whether a method says how adaptation or conductances are treated, and nothing else.
bool treats_additions(Method method) {
    return method == Method::galerkin || method == Method::effective;
}

/// Null if there is none.
const Theory* theory_of(const Network& network, Index i, Method method) {
    const Addition with = addition(network, i);
    if (with.theory == nullptr) return nullptr;
    // Neurons that do not adapt have their own theory beside those that do.
    if (with.theory == &Model::theory && adapts(network) && treats_additions(method)) {
        method = Method::shift;
    }
    const NeuronType type = neuron_type(network, i);
    for (const Model& model : models) {
        if (!concerns(model, type) || model.method.value_or(method) != method) continue;
        if (const Theory* theory = model.*with.theory) return theory;
    }
    return nullptr;
}

const Theory& find_theory(const Network& network, Index i, Method method) {
    if (const Theory* theory = theory_of(network, i, method)) return *theory;
    throw InvalidParameter(fmt::format("there is no theory of {} neurons{} with method {}",
                                       schema::name_of(neuron_type(network, i)),
                                       addition(network, i).name, lif::method_name(method)));
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

Method method_in_use(const Network& network, Method method) {
    if (adapts(network) && treats_additions(method)) return method;
    if (!synapses::has_current(network)) return Method::shift;
    const bool conducts = synapses::has_conductance(network);
    return conducts && method == Method::shift ? Method::galerkin : method;
}

bool has_theory(const Network& network, Method method) {
    const Method in_use = method_in_use(network, method);
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        if (theory_of(network, i, in_use) == nullptr) return false;
    }
    return true;
}

std::vector<const Theory*> theories(const Network& network, Method method) {
    const Method in_use = method_in_use(network, method);
    std::vector<const Theory*> result;
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        result.push_back(&find_theory(network, i, in_use));
    }
    return result;
}

bool fire_by_first_passage(const Network& network) {
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        if (neuron_type(network, i) != NeuronType::lif) return false;
        if (synapses::has_conductance(network)) return false;
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
    if (!input.conductances.empty()) all.by_conductances.resize(input.conductances.size());
    for (const Part& part : parts) {
        const Stationary state = state_of(part);
        all.nu(part.populations) = state.nu;
        all.d_mu(part.populations) = state.d_mu;
        all.d_sigma(part.populations) = state.d_sigma;
        for (std::size_t k = 0; k < state.by_conductances.size(); ++k) {
            all.by_conductances[static_cast<std::size_t>(part.populations[k])] =
                state.by_conductances[k];
        }
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

Vector conductance_errors(const Network& network, const std::vector<Part>& parts,
                          const Input& input) {
    return collected(network, parts, [&](const Part& part) -> Vector {
        const auto n = static_cast<Index>(part.populations.size());
        if (!part.theory->conductance_errors) return Vector::Zero(n);
        return part.theory->conductance_errors({network, part.populations}, input);
    });
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
