#include "cli/scan_results.hpp"

#include "cli/results.hpp"

#include <siegert/error.hpp>
#include <siegert/io/answer.hpp>
#include <siegert/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace siegert::cli {
namespace {

using questions::ScanSettings;
using theory::Scan;
using theory::ScanPoint;
using theory::Termination;

constexpr std::int64_t not_counted = -1;

template <class Value>
const std::vector<Value>& values_of(const std::filesystem::path& path, const ResultsTree& tree,
                                    const std::string& name, std::size_t size) {
    const auto found = tree.datasets.find(name);
    const auto* values = found == tree.datasets.end()
                             ? nullptr
                             : std::get_if<std::vector<Value>>(&found->second.values);
    if (values == nullptr || values->size() != size) {
        throw InvalidParameter(
            fmt::format("{}: expected a scan to resume, found no fitting {}", path.string(), name));
    }
    return *values;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view what) {
    throw InvalidParameter(
        fmt::format("{}: expected the same scan to resume, found another {}", path.string(), what));
}

void require_same(const std::filesystem::path& path, const ResultsFile& file,
                  const ParameterGrid& grid, const ScanSettings& settings) {
    const auto& groups = file.results.groups;
    if (!groups.contains("parameters") || !groups.contains("settings") ||
        !groups.contains("stability")) {
        throw InvalidParameter(
            fmt::format("{}: expected a file of siegert scan, found another one", path.string()));
    }
    if (file.version != version) refuse(path, "version of siegert, " + file.version);
    const auto wanted = io::results_of(
        questions::scan_answer(grid, {.shape = grid.shape, .points = {}, .done = 0}, settings));
    const auto same = [](const Dataset& a, const Dataset& b) {
        return a.values == b.values && a.shape == b.shape;
    };
    const auto require_group = [&](const std::string& name, const std::string& what) {
        const auto& expected = wanted.groups.at(name).datasets;
        const auto& found = groups.at(name).datasets;
        for (const auto& [key, data] : expected) {
            const auto other = found.find(key);
            if (other == found.end() || !same(other->second, data)) refuse(path, what + key);
        }
        if (found.size() != expected.size()) refuse(path, "set of varied parameters");
    };
    if (!same(wanted.datasets.at("varied"), file.results.datasets.at("varied"))) {
        refuse(path, "set or order of varied parameters");
    }
    require_group("parameters", "range of ");
    if (to_yaml(grid.first.network) != to_yaml(file.network)) refuse(path, "network");
    require_group("settings", "setting of ");
}

std::optional<double> known(double value) {
    if (std::isnan(value)) return std::nullopt;
    return value;
}

theory::Stability stability_named(const std::string& name) {
    for (const auto answer : {theory::Stability::stable, theory::Stability::unstable}) {
        if (name == theory::to_string(answer)) return answer;
    }
    return theory::Stability::undecided;
}

ScanPoint point_of(const std::filesystem::path& path, const ResultsTree& results, std::size_t point,
                   std::size_t size, std::size_t populations) {
    const auto vector = [&](const char* name) {
        const auto& values = values_of<double>(path, results, name, size * populations);
        return Vector(Eigen::Map<const Vector>(values.data() + point * populations,
                                               static_cast<Index>(populations)));
    };
    const auto integer = [&](const ResultsTree& tree, const char* name) {
        return values_of<std::int64_t>(path, tree, name, size)[point];
    };
    ScanPoint found;
    found.done = true;
    found.firing_rates = vector("firing_rates");
    found.mean_input = vector("mean_input");
    found.std_input = vector("std_input");
    found.cvs = vector("cvs");
    const auto& name = values_of<std::string>(path, results, "termination", size)[point];
    for (const auto termination : {Termination::newton, Termination::relaxation}) {
        if (name == questions::name_of(termination)) found.termination = termination;
    }
    found.residual = values_of<double>(path, results, "residual", size)[point];
    found.iterations = static_cast<int>(integer(results, "iterations"));
    const ResultsTree& stability = results.groups.at("stability");
    const auto modes = integer(stability, "unstable_modes");
    if (modes == not_counted) return found;
    found.stability = theory::ScanStability{
        .answer = stability_named(values_of<std::string>(path, stability, "verdict", size)[point]),
        .reason = values_of<std::string>(path, stability, "reason", size)[point],
        .unstable_modes = static_cast<int>(modes),
        .resolved = integer(stability, "resolved") == 1,
        .static_growth_rate =
            known(values_of<double>(path, stability, "static_growth_rate", size)[point]),
        .critical_eigenvalue =
            values_of<Complex>(path, stability, "critical_eigenvalue", size)[point],
        .critical_frequency =
            values_of<double>(path, stability, "critical_frequency", size)[point]};
    return found;
}

questions::PointAnswers answers_of(const std::filesystem::path& path, const ResultsTree& results,
                                   const ParameterGrid& grid, const Scan& scan) {
    const auto group = results.groups.find("answer");
    if (group == results.groups.end()) {
        throw InvalidParameter(
            fmt::format("{}: expected answers of a scan to resume, found none", path.string()));
    }
    std::vector<bool> done;
    for (const ScanPoint& point : scan.points) done.push_back(point.done);
    return questions::answers_in(grid, answer_of(group->second), done);
}

}  // namespace

StoredScan read_scan(const std::filesystem::path& path, const ParameterGrid& grid,
                     const ScanSettings& settings) {
    const ResultsFile file = read_results(path);
    if (!file.results.datasets.contains("varied")) {
        throw InvalidParameter(
            fmt::format("{}: expected a file of siegert scan, found another one", path.string()));
    }
    require_same(path, file, grid, settings);
    Scan scan{.shape = grid.shape, .points = {}, .done = 0};
    std::size_t size = 1;
    for (const Index length : grid.shape) size *= static_cast<std::size_t>(length);
    scan.points.resize(size);
    const auto& done = values_of<std::int64_t>(path, file.results, "done", size);
    const std::size_t n = grid.first.network.populations.size();
    for (std::size_t k = 0; k < size; ++k) {
        if (done[k] != 1) continue;
        scan.points[k] = point_of(path, file.results, k, size, n);
        ++scan.done;
    }
    StoredScan stored{.scan = std::move(scan), .answers = {}};
    if (!settings.asked.empty()) {
        stored.answers = answers_of(path, file.results, grid, stored.scan);
    }
    return stored;
}

std::filesystem::path part_path(const std::filesystem::path& path, int rank) {
    return {path.string() + ".part" + std::to_string(rank)};
}

std::vector<std::filesystem::path> part_paths(const std::filesystem::path& path) {
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const std::string begin = path.filename().string() + ".part";
    std::vector<std::filesystem::path> parts;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        const bool is_part =
            name.starts_with(begin) && name.size() > begin.size() &&
            name.find_first_not_of("0123456789", begin.size()) == std::string::npos;
        if (is_part) parts.push_back(entry.path());
    }
    std::ranges::sort(parts);
    return parts;
}

StoredScan read_scan_with_parts(const std::filesystem::path& path, const ParameterGrid& grid,
                                const ScanSettings& settings) {
    auto files = part_paths(path);
    if (std::filesystem::exists(path)) files.insert(files.begin(), path);
    StoredScan all;
    for (const auto& file : files) {
        StoredScan one = read_scan(file, grid, settings);
        if (all.scan.points.empty()) {
            all = std::move(one);
            continue;
        }
        for (std::size_t k = 0; k < one.scan.points.size(); ++k) {
            if (all.scan.points[k].done) continue;
            all.scan.points[k] = std::move(one.scan.points[k]);
            if (!one.answers.empty()) all.answers[k] = std::move(one.answers[k]);
        }
    }
    all.scan.done = std::ranges::count_if(all.scan.points, &ScanPoint::done);
    return all;
}

}  // namespace siegert::cli
