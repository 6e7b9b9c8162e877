#include "lif/coloured/kernel_lanes.hpp"

// Compiled once for each instruction set.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lif/coloured/kernel_lanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace siegert::lif::coloured::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, lane_block>;
using V = hn::Vec<D>;

HWY_INLINE V constant(double x) {
    return hn::Set(D(), x);
}

struct ComplexLanes {
    V re;
    V im;
};

/// exp(re + i im). What is smaller than e^-300 is zero, whatever its phase, which may be too large
/// for sine and cosine.
HWY_INLINE ComplexLanes exponential(V re, V im) {
    const D d;
    const auto vanishes = hn::Lt(re, constant(-300.0));
    const V phase = hn::IfThenZeroElse(vanishes, im);
    const V modulus = hn::IfThenZeroElse(vanishes, hn::Exp(d, re));
    return {hn::Mul(modulus, hn::Cos(d, phase)), hn::Mul(modulus, hn::Sin(d, phase))};
}

void real_gaussians(const RealGaussians& g) {
    const D d;
    const V c2 = constant(g.c2);
    for (std::size_t j = 0; j < g.count; ++j) {
        const V c0 = constant(g.c0[j]);
        const V c1 = constant(g.c1[j]);
        double* column = g.values + j * g.count;
        for (std::size_t i = 0; i < g.count; i += hn::Lanes(d)) {
            const V x = hn::LoadU(d, g.x + i);
            hn::StoreU(hn::Exp(d, hn::MulAdd(x, hn::MulAdd(x, c2, c1), c0)), d, column + i);
        }
    }
}

void complex_gaussians(const ComplexGaussians& g) {
    const D d;
    const V c2_re = constant(g.c2.real());
    const V c2_im = constant(g.c2.imag());
    for (std::size_t j = 0; j < g.count; ++j) {
        const V c0_re = constant(g.c0_re[j]);
        const V c0_im = constant(g.c0_im[j]);
        const V c1_re = constant(g.c1_re[j]);
        const V c1_im = constant(g.c1_im[j]);
        for (std::size_t i = 0; i < g.count; i += hn::Lanes(d)) {
            const V x = hn::LoadU(d, g.x + i);
            const auto value = exponential(hn::MulAdd(x, hn::MulAdd(x, c2_re, c1_re), c0_re),
                                           hn::MulAdd(x, hn::MulAdd(x, c2_im, c1_im), c0_im));
            hn::StoreU(value.re, d, g.re + j * g.count + i);
            hn::StoreU(value.im, d, g.im + j * g.count + i);
        }
    }
}

void add_real(std::span<const Block> blocks, const double* factors, std::size_t n, double* sum) {
    const D d;
    for (std::size_t k = 0; k < blocks.size(); ++k) {
        const Block& block = blocks[k];
        const V factor = constant(factors[k]);
        for (std::size_t j = 0; j < block.count; ++j) {
            const double* from = block.re + j * block.count;
            double* to = sum + j * n;
            for (std::size_t i = 0; i < block.count; i += hn::Lanes(d)) {
                const V value = hn::MulAdd(factor, hn::LoadU(d, from + i), hn::LoadU(d, to + i));
                hn::StoreU(value, d, to + i);
            }
        }
    }
}

void add_complex(std::span<const Block> blocks, const Complex* factors, std::size_t n, double* re,
                 double* im) {
    const D d;
    for (std::size_t k = 0; k < blocks.size(); ++k) {
        const Block& block = blocks[k];
        const V f_re = constant(factors[k].real());
        const V f_im = constant(factors[k].imag());
        for (std::size_t j = 0; j < block.count; ++j) {
            const std::size_t column = j * block.count;
            for (std::size_t i = 0; i < block.count; i += hn::Lanes(d)) {
                const V b_re = hn::LoadU(d, block.re + column + i);
                const V b_im = hn::LoadU(d, block.im + column + i);
                double* to_re = re + j * n + i;
                double* to_im = im + j * n + i;
                const V sum_re = hn::MulAdd(f_re, b_re, hn::LoadU(d, to_re));
                const V sum_im = hn::MulAdd(f_re, b_im, hn::LoadU(d, to_im));
                hn::StoreU(hn::NegMulAdd(f_im, b_im, sum_re), d, to_re);
                hn::StoreU(hn::MulAdd(f_im, b_re, sum_im), d, to_im);
            }
        }
    }
}

void complex_decays(Complex rate, std::span<const double> times, double* re, double* im) {
    const D d;
    const V rate_re = constant(-rate.real());
    const V rate_im = constant(-rate.imag());
    for (std::size_t k = 0; k < times.size(); k += hn::Lanes(d)) {
        const V t = hn::LoadU(d, times.data() + k);
        const auto value = exponential(hn::Mul(rate_re, t), hn::Mul(rate_im, t));
        hn::StoreU(value.re, d, re + k);
        hn::StoreU(value.im, d, im + k);
    }
}

}  // namespace siegert::lif::coloured::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::lif::coloured {

HWY_EXPORT(real_gaussians);
HWY_EXPORT(complex_gaussians);
HWY_EXPORT(add_real);
HWY_EXPORT(add_complex);
HWY_EXPORT(complex_decays);

void evaluate(const RealGaussians& gaussians) {
    HWY_DYNAMIC_DISPATCH(real_gaussians)(gaussians);
}

void evaluate(const ComplexGaussians& gaussians) {
    HWY_DYNAMIC_DISPATCH(complex_gaussians)(gaussians);
}

void add_blocks(std::span<const Block> blocks, std::span<const double> factors, Matrix& sum) {
    const auto n = static_cast<std::size_t>(sum.rows());
    HWY_DYNAMIC_DISPATCH(add_real)(blocks, factors.data(), n, sum.data());
}

void add_blocks(std::span<const Block> blocks, std::span<const Complex> factors, Matrix& re,
                Matrix& im) {
    const auto n = static_cast<std::size_t>(re.rows());
    HWY_DYNAMIC_DISPATCH(add_complex)(blocks, factors.data(), n, re.data(), im.data());
}

void decays(Complex rate, std::span<const double> times, std::span<double> re,
            std::span<double> im) {
    HWY_DYNAMIC_DISPATCH(complex_decays)(rate, times, re.data(), im.data());
}

}  // namespace siegert::lif::coloured
#endif
