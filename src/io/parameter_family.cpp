#include <siegert/io/parameter_family.hpp>

#include "io/network_builder.hpp"
#include "io/parameter_change.hpp"
#include "io/parameter_source.hpp"
#include "trimmed.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace siegert {
namespace {

using io::NumberPlace;
using io::ParameterSet;

/// A file that was read once, and where the numbers stand that vary.
struct File {
    ParameterSet parameters;
    NetworkModel model;
    std::vector<NumberPlace> places;
};

double& number_at(ParameterSet& parameters, const NumberPlace& place) {
    return parameters.entries[place.entry].numbers.values[place.offset];
}

Network network_of(const File& file, const Vector& values) {
    ParameterSet parameters = file.parameters;
    for (std::size_t k = 0; k < file.places.size(); ++k) {
        number_at(parameters, file.places[k]) = values(static_cast<Index>(k));
    }
    return io::build_network(parameters, file.model).network;
}

// A list or matrix stands for its entries.
std::vector<std::string> written_out(const ParameterSet& parameters, const std::string& key) {
    if (key.find('[') != std::string::npos) return {key};
    return io::number_names(parameters, std::string(trimmed(key)));
}

ParameterFamily family_of(File file, const std::vector<std::string>& keys) {
    ParameterFamily family;
    for (const auto& key : keys) {
        const auto names = written_out(file.parameters, key);
        for (const auto& name : names) {
            if (std::ranges::find(family.parameters, name, &FamilyParameter::key) !=
                family.parameters.end()) {
                throw InvalidParameter(fmt::format("{} must be named once, got it twice", name));
            }
            const NumberPlace place = io::number_place(file.parameters, name);
            const double value = number_at(file.parameters, place);
            if (names.size() > 1 && value == 0.0) continue;
            file.places.push_back(place);
            family.parameters.push_back(
                {.key = name,
                 .value = value,
                 .dimension = file.parameters.entries[place.entry].dimension});
        }
    }
    family.network_at = [shared = std::make_shared<const File>(std::move(file))](
                            const Vector& values) { return network_of(*shared, values); };
    return family;
}

}  // namespace

ParameterFamily parameter_family(const std::filesystem::path& path,
                                 const std::vector<std::string>& keys, const LoadOptions& options) {
    return family_of(
        {.parameters = io::read_parameter_file(path), .model = options.model, .places = {}}, keys);
}

ParameterFamily parameter_family_from_yaml(const std::string& text,
                                           const std::vector<std::string>& keys,
                                           const LoadOptions& options) {
    return family_of({.parameters = io::read_parameters(text, io::network_text, {}),
                      .model = options.model,
                      .places = {}},
                     keys);
}

ParameterFamily parameter_family(const Network& network, const std::vector<std::string>& keys) {
    return family_of({.parameters = io::read_parameters(to_yaml(network), io::given_values, {}),
                      .model = NetworkModel::automatic,
                      .places = {}},
                     keys);
}

}  // namespace siegert
