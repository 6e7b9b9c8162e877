#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace siegert::explore {

/// The pages on which the network is looked at: who is still there, and which of its questions is
/// its latest. Thread-safe.
class Pages {
public:
    using Clock = std::chrono::steady_clock;

    /// A page has given a sign of life.
    void saw(const std::string& page);

    /// A page was closed.
    void left(const std::string& page);

    /// The question with this number is asked; those of the page with lower ones are outdated.
    void asked(const std::string& page, std::uint64_t number);

    [[nodiscard]] bool is_outdated(const std::string& page, std::uint64_t number) const;

    /// Whether there was a page once, and none has given a sign of life for so long.
    [[nodiscard]] bool abandoned(Clock::duration patience) const;

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::uint64_t> latest_;  // question of each page
    std::optional<Clock::time_point> last_sign_;
};

}  // namespace siegert::explore
