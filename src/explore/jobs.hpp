#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace siegert::explore {

/// Told of what is known so far and of the part that is done, 0 to 1; false: nobody waits for more.
using Show = std::function<bool(nlohmann::json result, double done)>;

/// Something that takes long. Returns the whole result, or what there is of it when `show` says
/// that nobody waits.
using Work = std::function<nlohmann::json(const Show& show)>;

/// Work in the background, each under a name. Thread-safe.
class Jobs {
public:
    Jobs();
    ~Jobs();  ///< stops all, and waits until they have
    Jobs(const Jobs&) = delete;
    Jobs& operator=(const Jobs&) = delete;

    /// Begins; what runs under this name is stopped.
    void start(const std::string& name, Work work);

    void stop(const std::string& name);

    /// {state: "none", "running", "done" or "failed", done, result, error}
    [[nodiscard]] nlohmann::json state(const std::string& name) const;

private:
    struct Job;

    void sweep();

    mutable std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Job>> current_;
    std::vector<std::shared_ptr<Job>> stopped_;  // which may still be at their last step
};

}  // namespace siegert::explore
