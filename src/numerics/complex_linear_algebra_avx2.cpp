#include "numerics/complex_linear_algebra_dispatch.hpp"

#if SIEGERT_HAVE_AVX2_KERNELS

// Everything but Eigen is included before the instruction set is widened, so that no function that
// other files share is compiled with it. Eigen itself is renamed here for the same reason.
#include <immintrin.h>
#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <climits>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iosfwd>
#include <limits>
#include <numbers>
#include <sstream>
#include <type_traits>

#pragma GCC push_options
#pragma GCC target("avx2,fma")
#define Eigen siegert_eigen_avx2
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#define SIEGERT_KERNELS avx2
#include "numerics/complex_linear_algebra_kernels.hpp"
#pragma GCC pop_options

#endif
