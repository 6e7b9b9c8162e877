#pragma once

#include "catch.hpp"

#include <siegert/io/parameter_file.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

/// A valid parameter file of two populations; the lines are in this order from line 1 on.
inline std::string small_network() {
    return "populations: [E, I]\n"
           "N: [80, 20]\n"
           "tau_m: {val: [20, 10], unit: ms}\n"
           "tau_r: 2 ms\n"
           "tau_s: 0.5 ms\n"
           "V_0_rel: 3 mV\n"
           "V_th_rel: 15 mV\n"
           "J: {val: [[0.2, -1.1], [0.3, -1.2]], unit: mV}\n"
           "K: [[10, 5], [12, 6]]\n";
}

/// `text` with the line of `key` replaced by `line` (dropped if empty), or `line` appended where
/// there is no such key.
inline std::string with_line(std::string text, const std::string& key, const std::string& line) {
    const std::string start = key + ":";
    std::size_t begin = text.rfind(start, 0) == 0 ? 0 : text.find("\n" + start);
    const std::string replacement = line.empty() ? "" : line + "\n";
    if (begin == std::string::npos) return text + replacement;
    if (begin > 0) ++begin;
    return text.replace(begin, text.find('\n', begin) + 1 - begin, replacement);
}

/// The small network with one line replaced or appended.
inline std::string small_network_with(const std::string& key, const std::string& line) {
    return with_line(small_network(), key, line);
}

/// What loading the text says: the message of its ParameterFileError, or "accepted".
inline std::string complaint(const std::string& text) {
    try {
        (void)siegert::network_from_yaml(text);
    } catch (const siegert::ParameterFileError& error) {
        return error.what();
    }
    return "accepted";
}

/// A folder that is removed with everything in it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "siegert-test-XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Writes a file of this name and returns its path.
    std::filesystem::path file(const std::string& name, const std::string& content) const {
        const std::filesystem::path path = path_ / name;
        std::FILE* stream = std::fopen(path.c_str(), "wb");
        REQUIRE(stream != nullptr);
        std::fwrite(content.data(), 1, content.size(), stream);
        std::fclose(stream);
        return path;
    }

    [[nodiscard]] std::size_t entries() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(path_)) {
            ++count;
        }
        return count;
    }

private:
    std::filesystem::path path_;
};
