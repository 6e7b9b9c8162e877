#include "explore/request.hpp"

#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

namespace siegert::explore {
namespace {

using nlohmann::json;

// The value of a list that `request` names; `standard` where it names none.
template <class List, class Value>
Value chosen(const json& request, const char* what, const List& list, Value standard) {
    const std::string name = request.value(what, std::string());
    if (name.empty()) return standard;
    for (const auto& named : list) {
        if (named.name == name) return named.value;
    }
    throw InvalidParameter(
        fmt::format("{} must be one of {}, got '{}'", what, explained(list), name));
}

template <class List>
json names_of(const List& list) {
    json names = json::array();
    for (const auto& named : list) {
        names.push_back({{"name", named.name}, {"meaning", named.meaning}});
    }
    return names;
}

}  // namespace

View view_of(const json& request, const View& start) {
    View view = start;
    try {
        for (const auto& change : request.value("changes", json::array())) {
            view.changes.push_back({.key = change.at(0), .value = change.at(1)});
        }
        const auto& synapses = schema::Enumerators<SynapseType>::names;
        if (request.contains("synapse")) {
            view.synapse = chosen(request, "synapse", synapses, SynapseType::exponential);
        }
        view.method = chosen(request, "method", lif::exp::method_names, start.method);
        view.convention = chosen(request, "convention", lif::convention_names, start.convention);
        view.detail = request.value("detail", "full") == "draft" ? Detail::draft : Detail::full;
    } catch (const json::exception&) {
        throw InvalidParameter("a request must hold changes as [key, value] and names as texts");
    }
    return view;
}

Range range_of(const json& request) {
    try {
        return {.key = request.at("key"),
                .unit = request.at("unit"),
                .from = request.at("from"),
                .to = request.at("to")};
    } catch (const json::exception&) {
        throw InvalidParameter("a range must hold key and unit as texts, from and to as numbers");
    }
}

json choices(const OpenedFile& file, const View& start) {
    const Network network = network_of(file, start).network;
    return {
        {"synapse",
         {{"names", names_of(schema::Enumerators<SynapseType>::names)},
          {"start", schema::name_of(network.synapse)}}},
        {"method",
         {{"names", names_of(lif::exp::method_names)}, {"start", lif::method_name(start.method)}}},
        {"convention",
         {{"names", names_of(lif::convention_names)},
          {"start", lif::convention_name(start.convention)}}}};
}

}  // namespace siegert::explore
