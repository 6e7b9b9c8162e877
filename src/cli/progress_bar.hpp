#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace siegert::cli {

/// A line on standard error that shows how far long work has come: on a terminal only, and only
/// where the work takes more than half a second. It disappears with the object, and on Ctrl-C
/// where an InterruptGuard lives.
class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// `done` of `total` steps lie behind; `name` is the one that begins.
    void show(const std::string& name, int done, int total);

private:
    void draw_until_done();

    std::mutex mutex_;
    std::condition_variable finished_;
    std::string text_;
    bool done_ = false;
    std::thread drawing_;
};

}  // namespace siegert::cli
