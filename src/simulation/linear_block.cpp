#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simulation/linear_block.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "simulation/linear_block.hpp"
#include "simulation/onset-inl.h"

HWY_BEFORE_NAMESPACE();
namespace siegert::simulation::HWY_NAMESPACE {
namespace {

// Calls of(i) for the first neuron of each vector.
template <class F>
HWY_INLINE void for_each_vector(F of) {
    const RealTag d;
    for (std::size_t i = 0; i < block_size; i += hn::Lanes(d)) of(i);
}

// Half of what an onset adds to V in a step: one half comes before the linear equations, one after.
SpikeOnset half_onset(const SpikeOnset& onset) {
    SpikeOnset half = onset;
    half.duration *= 0.5;
    half.V_escape += std::numbers::ln2 * onset.Delta_T;
    return half;
}

// V of neurons that are not refractory, after half of the onset.
void begin_onset(LinearBlock& block, const SpikeOnset& half) {
    const RealTag d;
    const HalfCountTag d_count;
    double* const V_of = block.state.y[0] + block.offset;
    after_onset(half, V_of, block.highest.data());
    const auto V_th = hn::Set(d, block.membrane.V_th);
    for_each_vector([&](std::size_t i) {
        const auto after = hn::Load(d, block.highest.data() + i);
        const auto left =
            hn::PromoteTo(d, hn::Load(d_count, block.state.refractory + block.offset + i));
        const auto free = hn::Eq(left, hn::Zero(d));
        hn::Store(hn::IfThenElse(free, hn::Min(after, V_th), hn::Load(d, V_of + i)), d, V_of + i);
    });
}

void end_onset(LinearBlock& block, const SpikeOnset& half) {
    const RealTag d;
    BlockValues after;
    after_onset(half, block.next[0].data(), after.data());
    const auto V_th = hn::Set(d, block.membrane.V_th);
    for_each_vector([&](std::size_t i) {
        const auto V = hn::Load(d, after.data() + i);
        const auto before = hn::Load(d, block.highest.data() + i);
        hn::Store(hn::Max(before, V), d, block.highest.data() + i);
        hn::Store(hn::Min(V, V_th), d, block.next[0].data() + i);
    });
}

// The linear equations: y <- P y + L n + drive.
HWY_INLINE void move_free(LinearBlock& block, std::size_t i) {
    const RealTag d;
    const ExactStep& step = block.linear.free;
    const std::size_t components = block.next.size();
    const auto noises = static_cast<std::size_t>(step.L.cols());
    const double* HWY_RESTRICT P = step.P.data();
    const double* HWY_RESTRICT L = step.L.data();
    double* const* const y = block.state.y.data();
    for (std::size_t c = 0; c < components; ++c) {
        auto next = hn::Set(d, block.drive.data()[c]);
        for (std::size_t e = 0; e < components; ++e) {
            const auto factor = hn::Set(d, P[c + e * components]);
            next = hn::MulAdd(factor, hn::Load(d, y[e] + block.offset + i), next);
        }
        for (std::size_t k = 0; k < noises; ++k) {
            const auto factor = hn::Set(d, L[c + k * components]);
            next = hn::MulAdd(factor, hn::Load(d, block.normals[k].data() + i), next);
        }
        hn::Store(next, d, block.next[c].data() + i);
    }
}

// The linear equations of a few components.
template <std::size_t n>
struct FewComponents {
    double P[n][n];
    double drive[n];
    const double* y[n];
    double* next[n];
};

template <std::size_t n>
FewComponents<n> few_components(LinearBlock& block) {
    FewComponents<n> few{};
    for (std::size_t c = 0; c < n; ++c) {
        const auto row = static_cast<Index>(c);
        for (std::size_t e = 0; e < n; ++e) {
            few.P[c][e] = block.linear.free.P(row, static_cast<Index>(e));
        }
        few.drive[c] = block.drive(row);
        few.y[c] = block.state.y[c] + block.offset;
        few.next[c] = block.next[c].data();
    }
    return few;
}

// As move_free without noise: with the number of components known they stay in registers.
template <std::size_t n>
void move_few(LinearBlock& block) {
    const RealTag d;
    const FewComponents<n> few = few_components<n>(block);
    for_each_vector([&](std::size_t i) {
        hn::Vec<RealTag> y[n];
        for (std::size_t c = 0; c < n; ++c) y[c] = hn::Load(d, few.y[c] + i);
        for (std::size_t c = 0; c < n; ++c) {
            auto next = hn::Set(d, few.drive[c]);
            for (std::size_t e = 0; e < n; ++e) {
                next = hn::MulAdd(hn::Set(d, few.P[c][e]), y[e], next);
            }
            hn::Store(next, d, few.next[c] + i);
        }
    });
}

void move_linearly(LinearBlock& block) {
    const bool noisy = !block.normals.empty();
    switch (noisy ? 0 : block.next.size()) {
        case 1:
            return move_few<1>(block);
        case 2:
            return move_few<2>(block);
        case 3:
            return move_few<3>(block);
        case 4:
            return move_few<4>(block);
        default:
            for_each_vector([&](std::size_t i) { move_free(block, i); });
    }
}

// V in the middle of the linear equations.
BlockValues middle_of(const LinearBlock& block) {
    const RealTag d;
    const MiddleOfStep& middle = *block.linear.middle;
    BlockValues V;
    V.fill(middle.drive.dot(block.drive));
    for (std::size_t c = 0; c < block.next.size(); ++c) {
        const auto factor = hn::Set(d, middle.V(static_cast<Index>(c)));
        const double* HWY_RESTRICT y = block.state.y[c] + block.offset;
        for_each_vector([&](std::size_t i) {
            hn::Store(hn::MulAdd(factor, hn::Load(d, y + i), hn::Load(d, V.data() + i)), d,
                      V.data() + i);
        });
    }
    return V;
}

// The whole onset, which begins at V in the middle of the linear equations. They spread what it
// adds to V.
void add_onset(LinearBlock& block, const BlockValues& V) {
    const RealTag d;
    const MiddleOfStep& middle = *block.linear.middle;
    double* HWY_RESTRICT highest = block.highest.data();
    after_onset(*block.membrane.onset, V.data(), highest);
    const auto V_th = hn::Set(d, block.membrane.V_th);
    const auto rise_of = [&](std::size_t i) {
        return hn::Sub(hn::Min(hn::Load(d, highest + i), V_th), hn::Load(d, V.data() + i));
    };
    for (std::size_t c = 0; c < block.next.size(); ++c) {
        const auto factor = hn::Set(d, middle.spread(static_cast<Index>(c)));
        double* HWY_RESTRICT next = block.next[c].data();
        for_each_vector([&](std::size_t i) {
            hn::Store(hn::MulAdd(rise_of(i), factor, hn::Load(d, next + i)), d, next + i);
        });
    }
    const double* HWY_RESTRICT V_end = block.next[0].data();
    for_each_vector([&](std::size_t i) {
        hn::Store(hn::Max(hn::Load(d, highest + i), hn::Load(d, V_end + i)), d, highest + i);
    });
}

// How high the smooth path of each neuron may be in this step: the slopes' shares of a cubic are at
// most 4/27.
void bound_paths(LinearBlock& block) {
    const RealTag d;
    const LinearMembrane& linear = block.linear;
    const double constant = linear.tau_m * linear.system.c(0);
    const auto share = hn::Set(d, 4.0 / 27.0 * linear.dt / linear.tau_m);
    for_each_vector([&](std::size_t i) {
        auto start = hn::Set(d, block.stimulus.start + constant);  // what pulls V
        auto end = hn::Set(d, block.stimulus.end + constant);
        for (std::size_t c = 1; c < block.next.size(); ++c) {
            const auto factor =
                hn::Set(d, linear.tau_m * linear.system.A(0, static_cast<Index>(c)));
            start = hn::MulAdd(factor, hn::Load(d, block.state.y[c] + block.offset + i), start);
            end = hn::MulAdd(factor, hn::Load(d, block.next[c].data() + i), end);
        }
        const auto V = hn::Load(d, block.state.y[0] + block.offset + i);
        const auto V_end = hn::Load(d, block.next[0].data() + i);
        const auto rises = hn::Add(hn::Max(hn::Sub(start, V), hn::Zero(d)),
                                   hn::Max(hn::Sub(V_end, end), hn::Zero(d)));
        hn::Store(hn::MulAdd(share, rises, hn::Max(V, V_end)), d, block.highest.data() + i);
    });
}

void move_all(LinearBlock& block) {
    if (block.linear.middle) {
        const BlockValues V = middle_of(block);
        move_linearly(block);
        add_onset(block, V);
    } else if (block.membrane.onset) {
        const SpikeOnset half = half_onset(*block.membrane.onset);
        begin_onset(block, half);
        move_linearly(block);
        end_onset(block, half);
    } else {
        move_linearly(block);
    }
    if (block.linear.noisy && block.linear.white == 0.0) bound_paths(block);
}

// What arrives in V at the end of the step; null: nothing does.
const double* jumps(const LinearBlock& block) {
    for (std::size_t k = 0; k < block.input.size(); ++k) {
        if (block.linear.currents[k] == 0) return block.input[k];
    }
    return nullptr;
}

// Where the path of each neuron within the step may have reached the threshold.
template <class V>
HWY_INLINE hn::Mask<RealTag> may_cross(const LinearBlock& block, std::size_t i, V V_end) {
    const RealTag d;
    const LinearMembrane& linear = block.linear;
    const auto V_th = hn::Set(d, block.membrane.V_th);
    if (!linear.noisy && !block.membrane.onset) return hn::Ge(V_end, V_th);
    if (linear.white == 0.0 || block.membrane.onset) {
        return hn::Ge(hn::Load(d, block.highest.data() + i), V_th);
    }
    // A bridge from far below: exp(-36) is below any 32-bit number.
    const auto start = hn::Sub(V_th, hn::Load(d, block.state.y[0] + block.offset + i));
    const auto end = hn::Sub(V_th, V_end);
    const auto certain = hn::Set(d, 18.0 * linear.white * linear.dt);
    const auto below =
        hn::And(hn::Gt(hn::Min(start, end), hn::Zero(d)), hn::Gt(hn::Mul(start, end), certain));
    return hn::Not(below);
}

std::uint64_t find_exceptions(const LinearBlock& block) {
    const RealTag d;
    const HalfCountTag d_count;
    const auto V_th = hn::Set(d, block.membrane.V_th);
    const double* const jump = jumps(block);
    std::uint64_t bits = 0;
    for_each_vector([&](std::size_t i) {
        const auto V_end = hn::Load(d, block.next[0].data() + i);
        auto is_exception = may_cross(block, i, V_end);
        if (jump != nullptr) {
            const auto after = hn::Add(V_end, hn::Load(d, jump + i));
            is_exception = hn::Or(is_exception, hn::Ge(after, V_th));
        }
        const auto left =
            hn::PromoteTo(d, hn::Load(d_count, block.state.refractory + block.offset + i));
        const auto rest = hn::Load(d, block.state.rest + block.offset + i);
        is_exception = hn::Or(is_exception, hn::Gt(hn::Max(left, rest), hn::Zero(d)));
        std::uint8_t lanes[8] = {};
        hn::StoreMaskBits(d, is_exception, lanes);
        bits |= static_cast<std::uint64_t>(lanes[0]) << i;
    });
    return bits;
}

void store_all(const LinearBlock& block) {
    const RealTag d;
    for (std::size_t c = 0; c < block.next.size(); ++c) {
        const double* HWY_RESTRICT next = block.next[c].data();
        double* HWY_RESTRICT y = block.state.y[c] + block.offset;
        for_each_vector([&](std::size_t i) { hn::Store(hn::Load(d, next + i), d, y + i); });
    }
    for (std::size_t k = 0; k < block.input.size(); ++k) {
        const auto c = static_cast<std::size_t>(block.linear.currents[k]);
        const double* HWY_RESTRICT input = block.input[k];
        double* HWY_RESTRICT y = block.state.y[c] + block.offset;
        for_each_vector([&](std::size_t i) {
            hn::Store(hn::Add(hn::Load(d, y + i), hn::Load(d, input + i)), d, y + i);
        });
    }
}

}  // namespace
}  // namespace siegert::simulation::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace siegert::simulation {
namespace {
HWY_EXPORT(move_all);
HWY_EXPORT(find_exceptions);
HWY_EXPORT(store_all);
}  // namespace

void move_block(LinearBlock& block) {
    HWY_DYNAMIC_DISPATCH(move_all)(block);
}

std::uint64_t exceptions(const LinearBlock& block) {
    return HWY_DYNAMIC_DISPATCH(find_exceptions)(block);
}

void store_block(const LinearBlock& block) {
    HWY_DYNAMIC_DISPATCH(store_all)(block);
}

}  // namespace siegert::simulation
#endif
