#include "simulation/available_memory.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace siegert::simulation {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr double kibibyte = 1024.0;

std::optional<double> number_in(const std::string& file) {
    std::ifstream in(file);
    double value = 0.0;
    if (in >> value) return value;
    return {};  // no such file, or "max"
}

// A line "key value" or "key: value" of a file of such lines.
std::optional<double> entry_of(const std::string& file, const std::string& key) {
    std::ifstream in(file);
    for (std::string name, rest; in >> name; std::getline(in, rest)) {
        double value = 0.0;
        if (name == key && in >> value) return value;
    }
    return {};
}

double spare_in_machine() {
    const auto available = entry_of("/proc/meminfo", "MemAvailable:");
    return available ? kibibyte * *available : unlimited;
}

struct GroupFiles {
    const char* limit;
    const char* usage;
    const char* reclaimable;  // pages of files, in memory.stat: given back when needed
};

// What the groups from `path` up to the root leave; limits of all of them hold.
double spare_in_groups(const std::string& root, std::string path, const GroupFiles& files) {
    double spare = unlimited;
    while (true) {
        const std::string folder = root + path + "/";
        const auto limit = number_in(folder + files.limit);
        const auto usage = number_in(folder + files.usage);
        if (limit && usage) {
            const auto cache = entry_of(folder + "memory.stat", files.reclaimable);
            spare = std::min(spare, *limit - *usage + cache.value_or(0.0));
        }
        if (path.empty()) return spare;
        path.erase(path.rfind('/'));
    }
}

// Lines "number:controllers:path"; version 2 has no controllers.
double spare_in_control_groups() {
    double spare = unlimited;
    std::ifstream in("/proc/self/cgroup");
    for (std::string line; std::getline(in, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        std::string path = line.substr(second + 1);
        if (path == "/") path.clear();
        if (controllers.empty()) {
            spare = std::min(spare, spare_in_groups("/sys/fs/cgroup", path,
                                                    {.limit = "memory.max",
                                                     .usage = "memory.current",
                                                     .reclaimable = "inactive_file"}));
        } else if (controllers == "memory") {
            spare = std::min(spare, spare_in_groups("/sys/fs/cgroup/memory", path,
                                                    {.limit = "memory.limit_in_bytes",
                                                     .usage = "memory.usage_in_bytes",
                                                     .reclaimable = "total_inactive_file"}));
        }
    }
    return spare;
}

double spare_below(int resource, const char* used_so_far) {
    rlimit limit{};
    if (getrlimit(static_cast<__rlimit_resource_t>(resource), &limit) != 0) return unlimited;
    if (limit.rlim_cur == RLIM_INFINITY) return unlimited;
    const auto used = entry_of("/proc/self/status", used_so_far);
    return static_cast<double>(limit.rlim_cur) - kibibyte * used.value_or(0.0);
}

}  // namespace

double available_memory() {
    return std::max(
        0.0, std::min({spare_in_machine(), spare_in_control_groups(),
                       spare_below(RLIMIT_AS, "VmSize:"), spare_below(RLIMIT_DATA, "VmData:")}));
}

}  // namespace siegert::simulation
