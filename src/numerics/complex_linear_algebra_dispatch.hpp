#pragma once

#include <complex>
#include <cstddef>

// Only GCC lets headers see the instruction set of a #pragma.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__AVX2__)
#define SIEGERT_HAVE_AVX2_KERNELS 1
#else
#define SIEGERT_HAVE_AVX2_KERNELS 0
#endif

#if SIEGERT_HAVE_AVX2_KERNELS
namespace siegert::numerics::avx2 {

bool eigen_decomposition(std::ptrdiff_t n, const std::complex<double>* matrix,
                         std::complex<double>* values, std::complex<double>* vectors);
bool schur_form(std::ptrdiff_t n, const std::complex<double>* matrix,
                std::complex<double>* triangle, std::complex<double>* vectors);
void inverse(std::ptrdiff_t n, const std::complex<double>* matrix, std::complex<double>* result);
std::complex<double> inverse_with_determinant(std::ptrdiff_t n, const std::complex<double>* matrix,
                                              std::complex<double>* result);
void product(std::ptrdiff_t n, const std::complex<double>* a, const std::complex<double>* b,
             std::complex<double>* result);

}  // namespace siegert::numerics::avx2
#endif
