#include <siegert/convert/net_dict.hpp>
#include <siegert/convert/simulator_script.hpp>

#include "bindings.hpp"
#include "load_warnings.hpp"

#include <pybind11/stl/filesystem.h>

namespace siegert::python {

void bind_convert(py::module_& scope) {
    define(
        scope, "_simulator_script",
        [](const Network& network, const std::string& simulator, double duration, double warmup,
           double dt, std::uint64_t seed) {
            return convert::simulator_script(
                network, convert::simulator_named(simulator),
                {.duration = duration, .warmup = warmup, .dt = dt, .seed = seed});
        },
        R"(What siegert.convert gives.)", "network"_a, "simulator"_a, "duration"_a, "warmup"_a,
        "dt"_a, "seed"_a);
    define(
        scope, "_load_any_network",
        [](const std::filesystem::path& path) {
            return with_warnings(convert::load_any_network(path));
        },
        R"(A network from a parameter file or a net_dict as JSON.)", "path"_a);
    define(
        scope, "_network_from_net_dict",
        [](const std::string& json) { return with_warnings(convert::network_from_net_dict(json)); },
        R"(What siegert.network_from_net_dict gives.)", "json"_a);
}

}  // namespace siegert::python
