#pragma once

#include "named_list.hpp"

#include <siegert/lif/convention.hpp>
#include <siegert/lif/method.hpp>

#include <array>
#include <string_view>

namespace siegert::lif {

inline constexpr std::array convention_names{
    Named<Convention>{Convention::exact, "exact",
                      "refractory period in the response, to mean and variance"},
    Named<Convention>{Convention::nnmt, "nnmt",
                      "as published by Schuecker 2015 and Bos 2016 and computed by NNMT"},
};

inline constexpr std::array filter_names{
    Named<SynapticFilter>{SynapticFilter::with, "with", "part of the transfer function"},
    Named<SynapticFilter>{SynapticFilter::without, "without", "as measured behind the synapse"},
};

[[nodiscard]] constexpr std::string_view method_name(exp::Method method) {
    return name_in(exp::method_names, method);
}

[[nodiscard]] constexpr std::string_view convention_name(Convention convention) {
    return name_in(convention_names, convention);
}

}  // namespace siegert::lif
