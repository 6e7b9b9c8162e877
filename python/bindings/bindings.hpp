#pragma once

#include "function.hpp"
#include "record.hpp"

/// One function for each area of the library; each fills one module of the package.
namespace siegert::python {

void translate_errors();

/// Makes wrong calls of everything in the module say in one line how to call and what was given.
void shorten_call_errors(const py::module_& scope);

void bind_lif_delta(py::module_& scope);
void bind_lif_exp(py::module_& scope);
void bind_lif_exact(py::module_& scope);
void bind_adaptation(py::module_& scope);
void bind_eif(py::module_& scope);
void bind_qif(py::module_& scope);
void bind_model(py::module_& scope);
void bind_io(py::module_& scope);
void bind_convert(py::module_& scope);
void bind_results(py::module_& scope);
void bind_questions(py::module_& scope);
void bind_populations(py::module_& scope);
void bind_spikes(py::module_& scope);
void bind_statistics(py::module_& scope);
void bind_theory_state(py::module_& scope);
void bind_theory_response(py::module_& scope);
void bind_theory_modes(py::module_& scope);
void bind_theory_analysis(py::module_& scope);
void bind_theory_tools(py::module_& scope);
void bind_theory_spatial(py::module_& scope);
void bind_binary(py::module_& scope);
void bind_simulation(py::module_& scope);
void bind_scan(py::module_& scope);
void bind_report(py::module_& scope);
void bind_crosscheck(py::module_& scope);
void bind_finite_weights(py::module_& scope, py::module_& theory);
void bind_nnmt(py::module_& scope);

}  // namespace siegert::python
