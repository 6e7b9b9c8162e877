#include "theory/neuron_sample.hpp"

#include "model/network_fields.hpp"
#include "model/neuron_spread.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/quadrature/gauss.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert::theory {
namespace {

// Beyond lie 1e-15 of the neurons.
constexpr double widest = 8.0;  // [sd]

struct Node {
    double z;
    double weight;
};

// For averages over a standard normal number that is cut at -cut and cut.
template <unsigned points>
std::vector<Node> normal_nodes(double cut) {
    using Rule = boost::math::quadrature::gauss<double, points>;
    std::vector<Node> nodes;
    double sum = 0.0;
    const auto add = [&](double x, double weight) {
        const double z = cut * x;
        nodes.push_back({.z = z, .weight = weight * std::exp(-0.5 * z * z)});
        sum += nodes.back().weight;
    };
    for (std::size_t k = 0; k < Rule::abscissa().size(); ++k) {
        add(Rule::abscissa()[k], Rule::weights()[k]);
        if (Rule::abscissa()[k] > 0.0) add(-Rule::abscissa()[k], Rule::weights()[k]);
    }
    for (Node& node : nodes) node.weight /= sum;
    return nodes;
}

// The values of a property that differs, or its only one.
std::vector<Node> nodes_of(const Spread& spread) {
    if (spread.sd == 0.0) return {{.z = 0.0, .weight = 1.0}};
    return normal_nodes<20>(spread.cut);
}

double value_at(const Spread& spread, const Node& node) {
    return spread.mean + spread.sd * node.z;
}

// The powers of the number with x^(d + 1) = x + 1 fill d dimensions most evenly.
std::array<double, 3> steps_of_sequence(int dimensions) {
    double x = 2.0;
    for (int k = 0; k < 60; ++k) x = std::pow(1.0 + x, 1.0 / (dimensions + 1.0));
    std::array<double, 3> steps{};
    for (int d = 0; d < dimensions; ++d) {
        steps[static_cast<std::size_t>(d)] = std::pow(x, -(d + 1.0));
    }
    return steps;
}

Vector entries(const Vector& values, const std::vector<Index>& from) {
    if (values.size() == 0) return {};
    return values(from);
}

template <class Value>
std::vector<Value> entries(const std::vector<Value>& values, const std::vector<Index>& from) {
    std::vector<Value> result;
    if (values.empty()) return result;
    result.reserve(from.size());
    for (const Index i : from) result.push_back(values[static_cast<std::size_t>(i)]);
    return result;
}

// What is no list.
template <class Value>
Value entries(const Value& value, const std::vector<Index>&) {
    return value;
}

}  // namespace

std::vector<NeuronSample> quadrature(const Network& network, Index population, bool input_differs) {
    const Spread V_th = threshold_spread(network, population);
    const Spread tau_m = tau_m_spread(network, population);
    const std::vector<Node> inputs =
        input_differs ? normal_nodes<30>(widest) : std::vector<Node>{{.z = 0.0, .weight = 1.0}};
    std::vector<NeuronSample> neurons;
    for (const Node& tau : nodes_of(tau_m)) {
        for (const Node& threshold : nodes_of(V_th)) {
            for (const Node& input : inputs) {
                neurons.push_back({.population = population,
                                   .weight = input.weight * threshold.weight * tau.weight,
                                   .z = input.z,
                                   .V_th = value_at(V_th, threshold),
                                   .tau_m = value_at(tau_m, tau)});
            }
        }
    }
    return neurons;
}

std::vector<NeuronSample> even_sample(const Network& network, Index population, bool input_differs,
                                      Index count) {
    const Spread V_th = threshold_spread(network, population);
    const Spread tau_m = tau_m_spread(network, population);
    const std::array differs{input_differs, V_th.sd > 0.0, tau_m.sd > 0.0};
    int dimensions = 0;
    for (const bool one : differs) dimensions += one ? 1 : 0;
    const auto steps = steps_of_sequence(dimensions);
    const double number = static_cast<double>(count);
    std::vector<NeuronSample> neurons;
    for (Index k = 0; k < count; ++k) {
        std::size_t next = 0;
        const auto uniform = [&](bool one) {
            if (!one) return 0.5;
            // One dimension is filled evenly without a sequence.
            const double at = 0.5 + static_cast<double>(k);
            if (dimensions == 1) return at / number;
            const double u = at * steps[next++];
            return std::fmax(u - std::floor(u), 0.5 / number);
        };
        const double u = uniform(differs[0]);
        neurons.push_back(
            {.population = population,
             .weight = 1.0 / number,
             .z = input_differs ? boost::math::quantile(boost::math::normal{}, u) : 0.0,
             .V_th = quantile(V_th, uniform(differs[1])),
             .tau_m = quantile(tau_m, uniform(differs[2]))});
    }
    return neurons;
}

Network neurons_apart(const Network& network, const std::vector<NeuronSample>& neurons,
                      const Vector& tau_s) {
    std::vector<Index> from;
    for (const NeuronSample& neuron : neurons) from.push_back(neuron.population);
    Network apart;
    schema::for_each_field([&](const auto& field) {
        if (field.about.shape != schema::Shape::population) return;
        apart.*field.member = entries(network.*field.member, from);
    });
    apart.synapse = network.synapse;
    apart.tau_s = tau_s(from);
    apart.V_th_sd = apart.tau_m_sd = Vector();
    for (std::size_t k = 0; k < neurons.size(); ++k) {
        apart.V_th(static_cast<Index>(k)) = neurons[k].V_th;
        apart.tau_m(static_cast<Index>(k)) = neurons[k].tau_m;
    }
    return apart;
}

std::vector<neurons::Part> parts_apart(const std::vector<neurons::Part>& parts,
                                       const std::vector<NeuronSample>& neurons) {
    std::vector<neurons::Part> apart;
    for (const neurons::Part& part : parts) {
        neurons::Part& own = apart.emplace_back();
        own.theory = part.theory;
        for (std::size_t k = 0; k < neurons.size(); ++k) {
            const bool is_one = std::ranges::find(part.populations, neurons[k].population) !=
                                part.populations.end();
            if (is_one) own.populations.push_back(static_cast<Index>(k));
        }
    }
    return apart;
}

}  // namespace siegert::theory
