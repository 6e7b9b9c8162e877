#include "bindings.hpp"
#include "conductance.hpp"
#include "landscape.hpp"

#include <siegert/version.hpp>

PYBIND11_MODULE(_siegert, extension) {
    using namespace siegert::python;

    py::options options;  // signatures come from `define`, as CPython's inspect reads them
    options.disable_function_signatures();

    extension.doc() = "The C++ library, as the package `siegert` uses it.";
    extension.attr("__version__") = siegert::version;
    translate_errors();

    bind_model(extension);
    bind_io(extension);
    bind_convert(extension);
    bind_results(extension);
    bind_questions(extension);
    bind_populations(extension);
    bind_spikes(extension);
    bind_simulation(extension);
    bind_crosscheck(extension);

    auto lif = extension.def_submodule("lif");
    auto delta = lif.def_submodule("delta");
    bind_lif_delta(delta);
    auto exp = lif.def_submodule("exp");
    bind_lif_exp(exp);
    bind_lif_exact(exp);
    auto neurons = extension.def_submodule("neurons");
    auto eif = neurons.def_submodule("eif");
    bind_eif(eif);
    auto qif = neurons.def_submodule("qif");
    bind_qif(qif);
    auto adaptation = neurons.def_submodule("adaptation");
    bind_adaptation(adaptation);
    auto conductance = neurons.def_submodule("conductance");
    bind_conductance(conductance);
    auto statistics = extension.def_submodule("statistics");
    bind_statistics(statistics);
    auto theory = extension.def_submodule("theory");
    bind_theory_state(theory);
    bind_theory_response(theory);
    bind_theory_modes(theory);
    bind_theory_analysis(theory);
    bind_theory_tools(theory);
    bind_theory_spatial(theory);
    bind_finite_weights(extension, theory);
    bind_report(extension);
    bind_scan(extension);
    bind_landscape(extension);
    auto binary = extension.def_submodule("binary");
    bind_binary(binary);
    auto nnmt = extension.def_submodule("_nnmt");
    bind_nnmt(nnmt);
    shorten_call_errors(extension);
}
