#pragma once

#include "neurons/own_current.hpp"

namespace siegert::neurons::eif {

[[nodiscard]] OwnCurrent own_current(const Network& network, Index i);

}  // namespace siegert::neurons::eif
