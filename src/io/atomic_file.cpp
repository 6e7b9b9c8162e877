#include "io/atomic_file.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace siegert::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const fs::path& path, const std::string& reason) {
    throw FileError(fmt::format("cannot write {}: {}", path.string(), reason));
}

/// An open file descriptor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Removes a file that is not wanted any more, unless told to keep it.
class TemporaryFile {
public:
    explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    [[nodiscard]] const fs::path& path() const { return path_; }
    void keep() { path_.clear(); }

private:
    fs::path path_;
};

// What a link points to is replaced, not the link.
fs::path resolved(const fs::path& path) {
    std::error_code error;
    fs::path target = path;
    if (fs::is_symlink(path, error)) {
        target = fs::canonical(path, error);
        if (error) cannot_write(path, error.message());
    }
    const fs::file_status status = fs::status(target, error);
    if (fs::is_directory(status)) cannot_write(path, "it is a directory");
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        cannot_write(path, "it is not a regular file");
    }
    return target;
}

// Mode of the file that is replaced, or that of a new file under the user's umask.
mode_t mode_for(const fs::path& target) {
    struct stat status {};
    if (::stat(target.c_str(), &status) == 0) return status.st_mode & 07777;
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

fs::path create_beside(const fs::path& target) {
    std::string pattern = target.string() + ".XXXXXX";
    const Descriptor file(::mkstemp(pattern.data()));
    if (file.number() < 0) cannot_write(target, std::strerror(errno));
    return pattern;
}

void flush_to_disk(const fs::path& target, const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0 || ::fsync(file.number()) != 0) {
        cannot_write(target, std::strerror(errno));
    }
}

void write_content(const fs::path& target, const fs::path& path, std::string_view content) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
    if (file.number() < 0) cannot_write(target, std::strerror(errno));
    std::size_t written = 0;
    while (written < content.size()) {
        const ssize_t count =
            ::write(file.number(), content.data() + written, content.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) cannot_write(target, std::strerror(errno));
        written += static_cast<std::size_t>(count);
    }
}

}  // namespace

void replace_file(const fs::path& path, const std::function<void(const fs::path&)>& write) {
    const fs::path target = resolved(path);
    const mode_t mode = mode_for(target);
    TemporaryFile temporary(create_beside(target));
    write(temporary.path());
    flush_to_disk(target, temporary.path());
    if (::chmod(temporary.path().c_str(), mode) != 0 ||
        ::rename(temporary.path().c_str(), target.c_str()) != 0) {
        cannot_write(path, std::strerror(errno));
    }
    temporary.keep();
}

void write_whole_file(const fs::path& path, std::string_view content) {
    replace_file(path, [&](const fs::path& temporary) { write_content(path, temporary, content); });
}

}  // namespace siegert::io
