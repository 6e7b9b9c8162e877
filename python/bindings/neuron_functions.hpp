#pragma once

#include "function.hpp"
#include "respond.hpp"

#include <tuple>
#include <utility>

/// Functions of one neuron and its input, registered by the names of their numbers.
namespace siegert::python {

template <std::size_t>
using Argument = const py::object&;

/// Registers functions of N numbers, which broadcast, and of `Options`, which are the same for all
/// points; `keywords` are what `define` is told about the options.
template <std::size_t N, class Keywords, class... Options>
class NeuronFunctions {
public:
    NeuronFunctions(py::module_& scope, const Names<N>& names, Keywords keywords)
        : scope_(scope), names_(names), keywords_(std::move(keywords)) {}

    /// function(Arguments<N>, options...)
    template <class F>
    void of_neuron(const char* name, const char* doc, F function) const {
        with_arguments([&]<std::size_t... i>(std::index_sequence<i...>, const auto&... keywords) {
            define(
                scope_, name,
                [function](Argument<i>... x, Options... options) {
                    return function(Arguments<N>{x...}, options...);
                },
                doc, py::arg(names_[i])..., keywords...);
        });
    }

    /// function(angular frequencies, Arguments<N>, options...)
    template <class F>
    void of_frequency(const char* name, const char* doc, F function) const {
        with_arguments([&]<std::size_t... i>(std::index_sequence<i...>, const auto&... keywords) {
            define(
                scope_, name,
                [function](const py::object& omegas, Argument<i>... x, Options... options) {
                    return function(omegas, Arguments<N>{x...}, options...);
                },
                doc, "omegas"_a, py::arg(names_[i])..., keywords...);
        });
    }

private:
    template <class Use>
    void with_arguments(Use use) const {
        std::apply(
            [&](const auto&... keywords) { use(std::make_index_sequence<N>{}, keywords...); },
            keywords_);
    }

    py::module_& scope_;
    Names<N> names_;
    Keywords keywords_;
};

template <class... Options, std::size_t N, class... Keywords>
auto neuron_functions(py::module_& scope, const Names<N>& names, Keywords... keywords) {
    return NeuronFunctions<N, std::tuple<Keywords...>, Options...>(
        scope, names, std::tuple<Keywords...>(std::move(keywords)...));
}

}  // namespace siegert::python
