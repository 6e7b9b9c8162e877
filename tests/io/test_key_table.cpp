#include "network_text.hpp"

#include "io/key_table.hpp"
#include "io/parameter_keys.hpp"

#include <fstream>
#include <set>
#include <sstream>

using namespace siegert;

TEST_CASE("The documentation has the table of all keys", "[io][keys]") {
    std::ifstream file(std::filesystem::path(SIEGERT_EXAMPLES).parent_path() / "docs" /
                       "parameter_files.md");
    std::ostringstream text;
    text << file.rdbuf();
    INFO("docs/parameter_files.md must hold:\n" << io::key_table());
    CHECK(text.str().find(io::key_table()) != std::string::npos);
}

TEST_CASE("Every key has one meaning", "[io][keys]") {
    std::set<std::string_view> names;
    for (const auto& key : io::all_keys()) CHECK(names.insert(key.name).second);
}
