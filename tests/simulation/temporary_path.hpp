#pragma once

#include <unistd.h>
#include <filesystem>
#include <string>

namespace siegert::tests {

/// A path for this test alone, removed at the end.
class TemporaryPath {
public:
    explicit TemporaryPath(const std::string& name)
        : path_(std::filesystem::temp_directory_path() /
                (name + std::to_string(getpid()) + ".h5")) {}
    TemporaryPath(const TemporaryPath&) = delete;
    TemporaryPath& operator=(const TemporaryPath&) = delete;
    ~TemporaryPath() { std::filesystem::remove(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace siegert::tests
