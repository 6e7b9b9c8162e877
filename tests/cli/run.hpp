#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace siegert::tests {

/// A directory that lives as long as the object.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "siegert-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    /// Path of a file with this content.
    std::string file(const std::string& name, const std::string& content) const {
        std::ofstream(path_ / name, std::ios::binary) << content;
        return (path_ / name).string();
    }
    std::string path(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What a run of the command left behind.
struct Run {
    int exit_code;  ///< -1 if it did not exit
    std::string out;
    std::string err;
};

/// Runs `siegert <arguments>` with `input` on its standard input, in a shell.
inline Run run_siegert(const std::string& arguments, const std::string& input = "") {
    const TemporaryDirectory directory;
    const std::string in = directory.file("in", input);
    const std::string out = directory.path("out");
    const std::string err = directory.path("err");
    const std::string command = std::string("'") + SIEGERT_COMMAND + "' " + arguments + " <" + in +
                                " >" + out + " 2>" + err;
    const int status = std::system(command.c_str());
    return {.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = read_file(out),
            .err = read_file(err)};
}

/// Whether the command complained in one line that names itself.
inline bool is_one_line(const std::string& err) {
    return err.starts_with("siegert: ") && err.ends_with('\n') && err.find('\n') == err.size() - 1;
}

/// A small network as a parameter file.
inline std::string network_yaml() {
    return "label: small\n"
           "synapse: exponential\n"
           "populations: [E, I]\n"
           "N: [800, 200]\n"
           "tau_m: 20 ms\n"
           "tau_r: 2 ms\n"
           "tau_s: 1 ms\n"
           "V_0_rel: 10 mV\n"
           "V_th_rel: 20 mV\n"
           "J: {val: [[0.1, -0.5], [0.1, -0.5]], unit: mV}\n"
           "K: [[400, 100], [400, 100]]\n"
           "J_ext: {val: [[0.1], [0.1]], unit: mV}\n"
           "K_ext: [[1000], [1000]]\n"
           "nu_ext: {val: [11.0], unit: Hz}\n"
           "d: 1.5 ms\n";
}

/// `text` with `to` in place of `from`, which it must have.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

}  // namespace siegert::tests
