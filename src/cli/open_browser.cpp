#include "cli/open_browser.hpp"

#include <cstdlib>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

extern char** environ;

namespace siegert::cli {

void open_browser(const std::string& address) {
    const bool has_desktop =
        std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
    if (!has_desktop) return;
    std::string program = "xdg-open", argument = address;
    char* const command[] = {program.data(), argument.data(), nullptr};
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_RDWR, 0);
    }
    pid_t process = 0;
    static_cast<void>(posix_spawnp(&process, command[0], &quiet, nullptr, command, environ));
    posix_spawn_file_actions_destroy(&quiet);
}

}  // namespace siegert::cli
