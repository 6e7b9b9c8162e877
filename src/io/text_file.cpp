#include "io/text_file.hpp"

#include <siegert/io/parameter_file.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace siegert::io {
namespace {

[[noreturn]] void cannot_read(const std::filesystem::path& path, const std::string& reason) {
    throw FileError(fmt::format("cannot read {}: {}", path.string(), reason));
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

// Number of bytes of the UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t utf8_length(std::string_view text) {
    const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(text[k]); };
    if (byte(0) < 0x80) return 1;
    const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
    if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length) return 0;
    for (std::size_t k = 1; k < length; ++k) {
        if ((byte(k) & 0xc0) != 0x80) return 0;
    }
    return length;
}

bool is_control_character(char c) {
    const auto byte = static_cast<std::uint8_t>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
}

}  // namespace

std::string read_text_file(const std::filesystem::path& path, std::size_t max_bytes) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) cannot_read(path, "it is a directory");
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
    if (!file) cannot_read(path, std::strerror(errno));

    std::string text;
    std::array<char, 65536> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), file.get())) {
        text.append(buffer.data(), count);
        if (text.size() > max_bytes) {
            throw ParameterFileError(
                path.string(), 0, "",
                fmt::format("expected at most {} MB, found more", max_bytes / 1'000'000));
        }
    }
    if (std::ferror(file.get()) != 0) cannot_read(path, std::strerror(errno));
    require_text(text, path.string());
    return text;
}

void require_text(const std::string& text, const std::string& file) {
    int line = 1;
    for (std::size_t k = 0; k < text.size();) {
        const std::size_t length = utf8_length(std::string_view(text).substr(k, 4));
        if (length == 0 || is_control_character(text[k])) {
            throw ParameterFileError(
                file, line, "",
                fmt::format("expected text (UTF-8), found the byte 0x{:02x}: a binary file?",
                            static_cast<std::uint8_t>(text[k])));
        }
        if (text[k] == '\n') ++line;
        k += length;
    }
}

}  // namespace siegert::io
