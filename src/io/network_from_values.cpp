#include "io/network_from_values.hpp"

#include "io/network_builder.hpp"
#include "io/parameter_source.hpp"

namespace siegert::io {

LoadedNetwork network_from_values(const std::string& json, const std::filesystem::path& directory,
                                  NetworkModel model) {
    return build_network(read_parameters(json, given_values, directory), model);
}

}  // namespace siegert::io
