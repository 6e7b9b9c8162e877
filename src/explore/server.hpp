#pragma once

#include "explore/picture.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace siegert::explore {

struct ServerOptions {
    int port = 0;  ///< 0: any that is free
    View start;    ///< what the page shows at first, without changes
    std::chrono::milliseconds patience = std::chrono::minutes(3);  ///< after the last page is gone
};

/// Serves the page about one parameter file, to this machine alone (127.0.0.1) and to those who
/// know the address, which holds a random token: without it the answer is 403. Nothing but the page
/// and answers about the network can be had from it.
class Server {
public:
    /// Begins to serve. Throws: Error if the port is taken.
    Server(OpenedFile file, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// "http://127.0.0.1:40519/6a4c.../"
    [[nodiscard]] const std::string& address() const;

    /// Whether a page was open, and none is any more.
    [[nodiscard]] bool abandoned() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace siegert::explore
