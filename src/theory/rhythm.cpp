#include <siegert/theory/rhythm.hpp>

#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {

bool same_rhythm(double a, double b) {
    constexpr double apart = 1.05;
    require_not_negative("frequency", a);
    require_not_negative("frequency", b);
    return std::max(a, b) <= apart * std::min(a, b);
}

std::vector<Rhythm> rhythms(std::vector<SpectralPeak> peaks) {
    std::stable_sort(peaks.begin(), peaks.end(),
                     [](const auto& a, const auto& b) { return a.omega < b.omega; });
    std::vector<Rhythm> groups;
    for (const auto& peak : peaks) {
        if (groups.empty() || !same_rhythm(groups.back().front().omega, peak.omega))
            groups.emplace_back();
        groups.back().push_back(peak);
    }
    return groups;
}

std::vector<SpectralPeak> leading_peaks(const std::vector<SpectralPeak>& peaks, std::size_t count) {
    std::vector<SpectralPeak> leading;
    for (const auto& rhythm : rhythms(peaks)) leading.push_back(highest_peak(rhythm));
    std::stable_sort(leading.begin(), leading.end(),
                     [](const auto& a, const auto& b) { return a.height > b.height; });
    if (leading.size() > count) leading.resize(count);
    return leading;
}

const SpectralPeak& highest_peak(const Rhythm& rhythm) {
    if (rhythm.empty()) throw InvalidParameter("rhythm must have a peak");
    return *std::max_element(rhythm.begin(), rhythm.end(),
                             [](const auto& a, const auto& b) { return a.height < b.height; });
}

}  // namespace siegert::theory
