#include <siegert/lif/input.hpp>

#include "require.hpp"

namespace siegert::lif {

void validate(const Input& input) {
    require_finite("mu", input.mu);
    require_not_negative("sigma", input.sigma);
}

}  // namespace siegert::lif
