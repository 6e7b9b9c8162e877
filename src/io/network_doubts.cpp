#include "io/network_builder.hpp"

#include "model/network_fields.hpp"
#include "synapses/models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace siegert::io {
namespace {

using schema::NetworkField;
using schema::Shape;

const std::string& name_of(const NetworkBuild& build, Index i) {
    return build.network.populations[static_cast<std::size_t>(i)];
}

std::string place_of(const NetworkBuild& build, Shape shape, Index i, Index j) {
    switch (shape) {
        case Shape::population:
            return fmt::format(" of population {}", name_of(build, i));
        case Shape::connection:
            return fmt::format(" from {} to {}", name_of(build, j), name_of(build, i));
        case Shape::external_population:
            return fmt::format(" of external population {}", i + 1);
        case Shape::external_connection:
            return fmt::format(" from external population {} to {}", j + 1, name_of(build, i));
        case Shape::network:
        case Shape::target_or_connection:
        case Shape::target_or_external_connection:
            break;
    }
    return "";
}

/// What the entries of these values belong to.
Shape shape_of(Shape shape, const Matrix& values) {
    if (!schema::may_be_of_targets(shape)) return shape;
    if (values.cols() == 1) return Shape::population;
    return shape == Shape::target_or_connection ? Shape::connection : Shape::external_connection;
}

template <class Value>
void warn_of_unusual(NetworkBuild& build, const NetworkField<Value>& field) {
    if constexpr (std::is_same_v<Value, Vector> || std::is_same_v<Value, Matrix>) {
        const auto& values = build.network.*field.member;
        const auto& [low, high] = field.about.usual;
        for (Index i = 0; i < values.rows(); ++i) {
            for (Index j = 0; j < values.cols(); ++j) {
                if (values(i, j) >= low && values(i, j) <= high) continue;
                const auto text = [&](double value) {
                    return format_quantity(value, schema::dimension_in(build.network, field.about));
                };
                build.warnings.push_back(fmt::format(
                    "{}{} is {}, usually it lies between {} and {}{}{}", field.name,
                    place_of(build, shape_of(field.about.shape, values), i, j), text(values(i, j)),
                    text(low), text(high), field.about.if_unusual.empty() ? "" : ": ",
                    field.about.if_unusual));
                return;
            }
        }
    }
}

// Whether all synapses from population j excite (1) or inhibit (-1), else 0.
int sign_of_source(const Network& network, Index j) {
    int sign = 0;
    for (Index i = 0; i < network.J.rows(); ++i) {
        if (network.K(i, j) == 0.0 || network.J(i, j) == 0.0) continue;
        const bool by_reversal = schema::with_conductances(network);
        const double drive = by_reversal ? network.E_rev(i, j) - network.V_0(i) : network.J(i, j);
        const int here = drive > 0.0 ? 1 : -1;
        if (sign == -here) return 0;
        sign = here;
    }
    return sign;
}

void warn_of_signs(NetworkBuild& build) {
    for (Index j = 0; j < build.n(); ++j) {
        const std::string& name = name_of(build, j);
        const int sign = sign_of_source(build.network, j);
        if (sign == (name.back() == 'E' ? -1 : name.back() == 'I' ? 1 : 2)) {
            build.warnings.push_back(fmt::format(
                "all synapses from population {} {}: their {} are {}", name,
                sign > 0 ? "excite" : "inhibit",
                schema::with_conductances(build.network) ? "reversal potentials" : "weights",
                sign > 0 ? "positive" : "negative"));
        }
    }
}

// A list of time constants that tells the kinds of synapses apart was probably meant for sources.
void warn_of_synapses_by_source(NetworkBuild& build) {
    const Network& network = build.network;
    const Matrix& tau_s = network.tau_s;
    if (!synapses::has_current(network) || tau_s.cols() > 1) return;
    std::set<double> of_excitation;
    std::set<double> of_inhibition;
    for (Index j = 0; j < build.n(); ++j) {
        const int sign = sign_of_source(network, j);
        if (sign > 0) of_excitation.insert(tau_s(j));
        if (sign < 0) of_inhibition.insert(tau_s(j));
    }
    if (of_excitation.size() != 1 || of_inhibition.size() != 1 || of_excitation == of_inhibition) {
        return;
    }
    build.warnings.push_back(fmt::format(
        "tau_s has one entry for each target: all synapses onto {} have {}, all synapses onto {} "
        "have {} (of each source: give a matrix, tau_s: {{val: [[{:g}, {:g}], ...], unit: ms}}, "
        "and "
        "tau_s_ext)",
        name_of(build, 0), format_quantity(tau_s(0), Dimension::time),
        name_of(build, build.n() - 1), format_quantity(tau_s(build.n() - 1), Dimension::time),
        1e3 * *of_excitation.begin(), 1e3 * *of_inhibition.begin()));
}

// What the file says to no effect: other keys come first, or nothing here needs it.
void warn_of_unused(NetworkBuild& build) {
    std::string superseded;
    std::string of_nnmt;
    for (const auto& entry : build.parameters.entries) {
        if (entry.used || entry.specification->kind == ValueKind::anything) continue;
        std::string& list = entry.specification->meaning.empty() ? of_nnmt : superseded;
        list += (list.empty() ? "" : ", ") + entry.key;
    }
    if (!superseded.empty()) {
        build.warnings.push_back("not used, as other keys say the same: " + superseded);
    }
    if (!of_nnmt.empty()) build.warnings.push_back("of NNMT, kept but not used: " + of_nnmt);
}

}  // namespace

void warn_of_doubts(NetworkBuild& build) {
    schema::for_each_field([&](const auto& field) { warn_of_unusual(build, field); });
    warn_of_signs(build);
    warn_of_synapses_by_source(build);
    warn_of_unused(build);
}

}  // namespace siegert::io
