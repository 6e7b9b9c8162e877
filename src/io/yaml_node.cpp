#include "io/yaml_node.hpp"

#include <siegert/io/parameter_file.hpp>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace siegert::io {
namespace {

int line_of(const YAML::Mark& mark) {
    return mark.line + 1;
}

/// Builds the tree from the parser's events.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(std::string file, const YamlLimits& limits)
        : file_(std::move(file)), limits_(limits) {}

    YamlNode take_root() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        // An empty value stands behind its key, maybe lines below: the key's line is meant.
        const int line = expects_value() ? frames_.back().key_line : line_of(mark);
        add(YamlNode{.kind = YamlNode::Kind::null, .line = line}, 1, anchor);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) fail(line_of(mark), "a value that does not contain itself");
        count_expanded(found->second.size, line_of(mark));
        add(found->second.node, found->second.size, 0);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        if (expects_key()) return set_key(value, line_of(mark));
        add(YamlNode{.kind = YamlNode::Kind::scalar,
                     .line = line_of(mark),
                     .quoted = tag == "!",
                     .text = value},
            1, anchor);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(YamlNode::Kind::sequence, mark, anchor);
    }
    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(YamlNode::Kind::map, mark, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Frame {
        YamlNode node;
        YAML::anchor_t anchor;
        std::size_t size = 1;
        int key_line = 0;
    };

    struct Anchored {
        YamlNode node;
        std::size_t size;
    };

    [[noreturn]] void fail(int line, const std::string& expected,
                           const std::string& found = {}) const {
        throw ParameterFileError(
            file_, line, "",
            fmt::format("expected {}{}{}", expected, found.empty() ? "" : ", found ", found));
    }

    bool in_map() const {
        return !frames_.empty() && frames_.back().node.kind == YamlNode::Kind::map;
    }
    bool expects_value() const {
        return in_map() && frames_.back().node.keys.size() > frames_.back().node.items.size();
    }
    bool expects_key() const { return in_map() && !expects_value(); }

    void set_key(const std::string& key, int line) {
        auto& keys = frames_.back().node.keys;
        if (keys.size() >= limits_.keys)
            fail(line, fmt::format("at most {} keys", limits_.keys), "more");
        const bool is_parameter = frames_.size() == 1;
        if (!is_parameter && std::find(keys.begin(), keys.end(), key) != keys.end()) {
            throw ParameterFileError(file_, line, key, "expected once, found a second time");
        }
        keys.push_back(key);
        frames_.back().key_line = line;
    }

    void open(YamlNode::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (expects_key()) fail(line_of(mark), "a word as key", "a list or a mapping");
        if (frames_.size() >= limits_.depth) {
            fail(line_of(mark), fmt::format("at most {} levels of nesting", limits_.depth), "more");
        }
        frames_.push_back({.node = {.kind = kind, .line = line_of(mark)}, .anchor = anchor});
    }

    void close() {
        Frame frame = std::move(frames_.back());
        frames_.pop_back();
        add(std::move(frame.node), frame.size, frame.anchor);
    }

    void add(YamlNode node, std::size_t size, YAML::anchor_t anchor) {
        if (expects_key()) fail(node.line, "a word as key", describe(node));
        if (++nodes_ > limits_.values) {
            fail(node.line,
                 fmt::format("at most {} values (put large matrices into CSV files)",
                             limits_.values),
                 "more");
        }
        if (anchor != 0) {
            count_expanded(size, node.line);
            anchors_[anchor] = {node, size};
        }
        if (frames_.empty()) {
            root_ = std::move(node);
        } else {
            frames_.back().size += size;
            frames_.back().node.items.push_back(std::move(node));
        }
    }

    // A few lines of aliases to aliases can stand for any number of values.
    void count_expanded(std::size_t size, int line) {
        expanded_ += size;
        if (expanded_ > limits_.values_by_aliases) {
            fail(line,
                 fmt::format("aliases that expand to at most {} values", limits_.values_by_aliases),
                 "more");
        }
    }

    std::string file_;
    YamlLimits limits_;
    YamlNode root_;
    std::vector<Frame> frames_;
    std::map<YAML::anchor_t, Anchored> anchors_;
    std::size_t nodes_ = 0;
    std::size_t expanded_ = 0;
};

// The first line that begins with blanks of which one is a tab, or 0.
int line_indented_by_tab(std::string_view text) {
    for (int line = 1; !text.empty(); ++line) {
        const auto indentation = text.substr(0, text.find_first_not_of(" \t"));
        const bool is_empty = indentation.size() == text.size() || text[indentation.size()] == '\n';
        if (!is_empty && indentation.find('\t') != std::string_view::npos) return line;
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return 0;
        text.remove_prefix(end + 1);
    }
    return 0;
}

}  // namespace

YamlNode parse_yaml(const std::string& text, const std::string& file, const YamlLimits& limits) {
    TreeBuilder builder(file, limits);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder)) {
            throw ParameterFileError(file, 1, "", "expected parameters, found an empty file");
        }
        YamlNode root = builder.take_root();
        TreeBuilder next(file, limits);
        if (parser.HandleNextDocument(next)) {
            throw ParameterFileError(file, next.take_root().line, "",
                                     "expected one YAML document, found a second");
        }
        return root;
    } catch (const YAML::Exception& error) {
        if (const int line = line_indented_by_tab(text)) {
            throw ParameterFileError(file, line, "", "expected blanks as indentation, found a tab");
        }
        throw ParameterFileError(file, error.mark.is_null() ? 0 : line_of(error.mark), "",
                                 "expected YAML, found a mistake here or in the line before: " +
                                     error.msg + " (a colon and a blank follow each key)");
    }
}

const YamlNode* find(const YamlNode& map, const std::string& key) {
    const auto position = std::find(map.keys.begin(), map.keys.end(), key);
    if (position == map.keys.end()) return nullptr;
    return &map.items[static_cast<std::size_t>(position - map.keys.begin())];
}

std::string describe(const YamlNode& node) {
    constexpr std::size_t longest = 60;
    switch (node.kind) {
        case YamlNode::Kind::null:
            return "nothing";
        case YamlNode::Kind::sequence:
            return "a list";
        case YamlNode::Kind::map:
            return "a mapping";
        case YamlNode::Kind::scalar:
            break;
    }
    if (node.text.size() <= longest) return "'" + node.text + "'";
    return "'" + node.text.substr(0, longest) + "...'";
}

}  // namespace siegert::io
