#include "landscape/gradients_of.hpp"

namespace siegert::landscape {
namespace {

ComplexVector joined(const std::vector<ComplexVector>& parts) {
    ComplexVector all;
    for (const auto& part : parts) {
        all.conservativeResize(all.size() + part.size());
        all.tail(part.size()) = part;
    }
    return all;
}

NumbersAtRates values_of(const std::vector<Numbers>& numbers) {
    return [&numbers](const Network& network, const theory::PopulationInputs& inputs) {
        std::vector<ComplexVector> values;
        for (const auto& some : numbers) values.push_back(some.values(network, inputs));
        return joined(values);
    };
}

}  // namespace

std::vector<Gradient> gradients_of(const std::vector<Numbers>& numbers, const Network& network,
                                   const theory::WorkingPoint& point, lif::exp::Method method) {
    if (numbers.empty()) return {};
    require_point(network, point);
    if (!has_adjoint(network)) {
        return gradients_at_rates(network, point, method, values_of(numbers));
    }
    const Adjoint at_point = adjoint(network, point, method);
    std::vector<Gradient> gradients;
    for (const auto& some : numbers) {
        for (const Direct& direct : some.derivatives()) {
            gradients.push_back(gradient(at_point, direct));
        }
    }
    return gradients;
}

}  // namespace siegert::landscape
