#include "io/reserve_space.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace siegert::io {
namespace {

class OpenFile {
public:
    explicit OpenFile(const std::filesystem::path& path) : id_(open(path.c_str(), O_RDWR)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (id_ >= 0) close(id_);
    }
    [[nodiscard]] int id() const { return id_; }

private:
    int id_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const char* action, int error) {
    throw FileError(fmt::format("{}: cannot {}: {}", path.string(), action, std::strerror(error)));
}

}  // namespace

void reserve_space(const std::filesystem::path& path, std::size_t bytes) {
    const OpenFile file(path);
    if (file.id() < 0) fail(path, "open the file", errno);
    struct stat before {};
    if (fstat(file.id(), &before) != 0) fail(path, "read the size of the file", errno);
    const int error = posix_fallocate(file.id(), before.st_size, static_cast<off_t>(bytes));
    if (error == 0) return;
    // What was reserved so far is given back; that this fails too would only waste space.
    [[maybe_unused]] const int ignored = ftruncate(file.id(), before.st_size);
    fail(path, "reserve space for more data", error);
}

}  // namespace siegert::io
