#include "io/network_builder.hpp"

#include "model/enumerators.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

using schema::NetworkField;
using schema::Shape;

// What NNMT computes from single neurons stands in its files under the names of populations.
bool is_for_pairs_of_neurons(const NetworkBuild& build, const Entry& entry) {
    const auto neurons = static_cast<Index>(build.network.N.sum());
    return neurons > build.n() && entry.numbers.shape == std::vector<Index>{neurons, neurons};
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&, std::string& text) {
    (void)build;
    text = entry.texts.front();
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&,
          std::vector<std::string>& names) {
    (void)build;
    names = entry.texts;
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&, bool& truth) {
    (void)build;
    truth = entry.texts.front() == "true";
}

template <schema::Named E>
void read(NetworkBuild& build, const Entry& entry, const schema::About&, E& choice) {
    std::string text = entry.texts.front();
    std::ranges::replace(text, ' ', '_');  // NNMT's "truncated gaussian"
    for (const auto& [name, value] : schema::Enumerators<E>::names) {
        if (name != text) continue;
        choice = value;
        return;
    }
    fail(build.parameters, entry, schema::alternatives<E>(), "'" + entry.texts.front() + "'");
}

void read(NetworkBuild& build, const Entry& entry, const schema::About& about, Vector& values) {
    if (about.shape != Shape::population) return;  // external ones: build_external_input
    values = vector_of(build.parameters, entry, build.n());
}

void read(NetworkBuild& build, const Entry& entry, const schema::About& about, Matrix& values) {
    if (about.shape != Shape::connection) return;
    if (about.derived && is_for_pairs_of_neurons(build, entry)) {
        build.warnings.push_back(fmt::format(
            "{}: one entry for each pair of neurons; it is kept, but populations take other keys",
            entry.key));
        return;
    }
    values = matrix_of(build.parameters, entry, build.n(), build.n());
}

void read(NetworkBuild& build, const Entry& entry, const schema::About&,
          decltype(Network::adaptation)& currents) {
    currents = adaptation_of(build, entry);
}

}  // namespace

void build_fields(NetworkBuild& build) {
    schema::for_each_field([&]<class Value>(const NetworkField<Value>& field) {
        const schema::About& about = field.about;
        if (const Entry* entry = optional(build, {about.key}, field.name)) {
            read(build, *entry, about, build.network.*field.member);
        } else if (about.needed == schema::always && !about.derived) {
            fail_missing(build.parameters, about.key);
        }
    });
}

}  // namespace siegert::io
