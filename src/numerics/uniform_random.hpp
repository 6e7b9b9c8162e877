#pragma once

#include <cstdint>

namespace siegert::numerics {

/// Uniform numbers in [0, 1), the same for the same seed on every machine (which
/// std::uniform_real_distribution does not promise). Good enough to choose starting points.
///
/// Source: SplitMix64, G. L. Steele, D. Lea & C. H. Flood, OOPSLA 2014.
class UniformRandom {
public:
    explicit UniformRandom(std::uint64_t seed) : state_(seed) {}

    double operator()() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        z ^= z >> 31U;
        return static_cast<double>(z >> 11U) * 0x1p-53;
    }

private:
    std::uint64_t state_;
};

}  // namespace siegert::numerics
