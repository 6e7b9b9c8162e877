#include "explore/server.hpp"

#include "explore/assets.hpp"
#include "explore/background.hpp"
#include "explore/controls.hpp"
#include "explore/jobs.hpp"
#include "explore/pages.hpp"
#include "explore/reproduction.hpp"
#include "explore/request.hpp"
#include "io/report/report_assets.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <fmt/format.h>
#include <httplib.h>

#include <random>
#include <thread>

namespace siegert::explore {
namespace {

using nlohmann::json;

constexpr const char* host = "127.0.0.1";
constexpr std::size_t most_connections = 64;

enum Status {
    ok = 200,
    bad_request = 400,
    forbidden = 403,
    not_found = 404,
    outdated = 409,
    invalid = 422
};

/// A newer question of the same page has arrived: nobody waits for this answer.
struct Outdated {};

std::string random_token() {
    std::random_device random;
    std::string token;
    for (int k = 0; k < 4; ++k) token += fmt::format("{:08x}", random());
    return token;
}

// Sends a text as it is. What is handed over whole the library compresses, by Brotli at its best
// level: 0.1 s for a picture, half a second for a detailed one, on a way that has no wire.
template <class Text>  // a string, or a view of one that stays
void send(httplib::Response& response, Text text, const char* type) {
    const std::size_t size = text.size();
    response.set_content_provider(
        size, type,
        [text = std::move(text)](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
            return sink.write(text.data() + offset, length);
        });
}

// Answers of JSON hold texts of the file, which may be anything that is UTF-8.
void send(httplib::Response& response, const json& content, int status = ok) {
    response.status = status;
    send(response, content.dump(-1, ' ', false, json::error_handler_t::replace),
         "application/json");
}

// The page may run its own scripts and ask its own server, nothing else. Vega compiles expressions.
httplib::Headers headers() {
    return {{"Content-Security-Policy",
             "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' "
             "'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; "
             "form-action 'none'"},
            {"Referrer-Policy", "no-referrer"},
            {"X-Content-Type-Options", "nosniff"},
            {"Cache-Control", "no-store"}};
}

// The port is this process's own, which SO_REUSEPORT would share.
void own_address(socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

// The work that a request names, with all that it needs.
Work work_of(const json& request, const OpenedFile& file, const View& view) {
    const std::string what = request.at("job");
    if (what == "states") {
        return [&file, view](const Show& show) { return all_states(file, view, show); };
    }
    if (what == "phase_diagram") {
        return [&file, view, x = range_of(request.at("x")), y = range_of(request.at("y"))](
                   const Show& show) { return phase_diagram(file, view, x, y, show); };
    }
    if (what == "branches") {
        return [&file, view, along = range_of(request.at("p")),
                here = request.at("here").get<double>()](const Show& show) {
            return branches(file, view, along, here, show);
        };
    }
    if (what == "simulation") {
        const double duration =
            parse_quantity(request.at("duration").get<std::string>(), Dimension::time);
        return [&file, view, duration](const Show& show) {
            return simulation(file, view, duration, show);
        };
    }
    throw InvalidParameter(fmt::format(
        "job must be one of states, phase_diagram, branches and simulation, got '{}'", what));
}

// Each page has one job of a kind.
std::string name_of_job(const json& request) {
    return request.at("page").get<std::string>() + "/" + request.at("job").get<std::string>();
}

}  // namespace

struct Server::Impl {
    OpenedFile file;
    ServerOptions options;
    std::string token = random_token();
    std::string address{};
    Pages pages{};
    Jobs jobs{};
    httplib::Server http{};
    std::thread listening{};

    using Answer = json (Impl::*)(const json& request);

    void configure();
    void bind();
    void serve_asset(const std::string& path, std::string_view content, const char* type);
    void serve(const std::string& path, Answer answer);

    json network(const json& request);
    json picture(const json& request);
    json start(const json& request);
    json progress(const json& request);
    json stop(const json& request);
    json yaml(const json& request);
    json report(const json& request);
    json copy(const json& request);
    json alive(const json& request);
    json closed(const json& request);
};

Server::Server(OpenedFile file, ServerOptions options)
    : impl_(new Impl{.file = std::move(file), .options = std::move(options)}) {
    impl_->configure();
    impl_->bind();
    impl_->listening = std::thread([http = &impl_->http] { http->listen_after_bind(); });
    while (!impl_->http.is_running()) std::this_thread::yield();  // else stop() would be overheard
}

Server::~Server() {
    impl_->http.stop();
    impl_->listening.join();
}

const std::string& Server::address() const {
    return impl_->address;
}

bool Server::abandoned() const {
    return impl_->pages.abandoned(impl_->options.patience);
}

void Server::Impl::configure() {
    http.new_task_queue = [] { return new httplib::ThreadPool(most_connections); };
    http.set_default_headers(headers());
    http.set_socket_options(own_address);
    http.set_tcp_nodelay(true);
    http.set_keep_alive_max_count(1'000'000);
    http.set_payload_max_length(1'000'000);
    http.set_pre_routing_handler([this](const auto& request, auto& response) {
        const bool knows = request.path.starts_with("/" + token + "/");
        if (knows) return httplib::Server::HandlerResponse::Unhandled;
        response.status = forbidden;
        response.set_content("This address needs the token that siegert explore printed.\n",
                             "text/plain");
        return httplib::Server::HandlerResponse::Handled;
    });
    serve_asset("", assets::html, "text/html; charset=utf-8");
    serve_asset("explore.css", assets::css, "text/css; charset=utf-8");
    serve_asset("explore.js", assets::js, "text/javascript; charset=utf-8");
    serve_asset("figures.js", io::report_assets::figures, "text/javascript; charset=utf-8");
    serve_asset("vega.js", io::report_assets::vega, "text/javascript; charset=utf-8");
    serve("network", &Impl::network);
    serve("picture", &Impl::picture);
    serve("start", &Impl::start);
    serve("progress", &Impl::progress);
    serve("stop", &Impl::stop);
    serve("yaml", &Impl::yaml);
    serve("report", &Impl::report);
    serve("copy", &Impl::copy);
    serve("alive", &Impl::alive);
    serve("closed", &Impl::closed);
}

void Server::Impl::bind() {
    const bool any = options.port == 0;
    if (any) {
        options.port = http.bind_to_any_port(host);
    } else if (!http.bind_to_port(host, options.port)) {
        options.port = -1;
    }
    if (options.port < 0) {
        throw Error(any ? "no port is free"
                        : "the port is taken: another --port, or none, which finds a free one");
    }
    address = fmt::format("http://{}:{}/{}/", host, options.port, token);
}

void Server::Impl::serve_asset(const std::string& path, std::string_view content,
                               const char* type) {
    http.Get("/" + token + "/" + path,
             [content, type](const auto&, auto& response) { send(response, content, type); });
}

void Server::Impl::serve(const std::string& path, Answer answer) {
    http.Post("/" + token + "/" + path, [this, answer](const auto& request, auto& response) {
        try {
            send(response, (this->*answer)(json::parse(request.body)));
        } catch (const Outdated&) {
            send(response, {{"error", "a newer question was asked"}}, outdated);
        } catch (const ParameterFileError& error) {
            send(response, {{"error", error.what()}, {"key", error.key}}, invalid);
        } catch (const Error& error) {
            send(response, {{"error", error.what()}, {"key", ""}}, invalid);
        } catch (const json::exception& error) {
            send(response, {{"error", error.what()}, {"key", ""}}, bad_request);
        }
    });
}

json Server::Impl::network(const json& request) {
    const View view = view_of(request, options.start);
    const LoadedNetwork loaded = network_of(file, view);
    return {{"name", loaded.network.label.empty() ? file.name : loaded.network.label},
            {"file", file.name},
            {"version", siegert::version},
            {"populations", loaded.network.populations},
            {"choices", choices(file, options.start)},
            {"controls", controls(file, view.changes)}};
}

json Server::Impl::picture(const json& request) {
    const std::string page = request.at("page");
    const std::uint64_t number = request.at("number");
    pages.asked(page, number);
    return explore::picture(file, view_of(request, options.start), [&] {
        if (pages.is_outdated(page, number)) throw Outdated{};
    });
}

json Server::Impl::start(const json& request) {
    const View view = view_of(request, options.start);
    static_cast<void>(network_of(file, view));
    jobs.start(name_of_job(request), work_of(request, file, view));
    return json::object();
}

json Server::Impl::progress(const json& request) {
    return jobs.state(name_of_job(request));
}

json Server::Impl::stop(const json& request) {
    jobs.stop(name_of_job(request));
    return json::object();
}

json Server::Impl::report(const json& request) {
    return {{"html", report_html(file, view_of(request, options.start))}};
}

json Server::Impl::copy(const json& request) {
    const View view = view_of(request, options.start);
    return {{"command", command_of(file, view)}, {"python", python_of(file, view)}};
}

json Server::Impl::yaml(const json& request) {
    return {{"yaml", changed_text(file, all_changes(view_of(request, options.start)))}};
}

json Server::Impl::alive(const json& request) {
    pages.saw(request.at("page"));
    return json::object();
}

json Server::Impl::closed(const json& request) {
    const std::string page = request.at("page");
    pages.left(page);
    for (const char* job : {"/states", "/phase_diagram", "/simulation"}) jobs.stop(page + job);
    return json::object();
}

}  // namespace siegert::explore
