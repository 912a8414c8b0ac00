#include <catch2/catch_test_macros.hpp>

#include "tests/structure/source_tree.hpp"
#include "tests/support/source_folder.hpp"

using sigap::structure::faults_of;
using sigap::structure::SourceTree;
using Faults = std::vector<std::string>;

namespace {

// A small house that keeps every rule; each test breaks one.
SourceTree good_house() {
    return {
        {"CMakeLists.txt",
         "sigap_folder(platform/core    LINK Boost::json)\n"
         "sigap_folder(platform/storage LINK platform_core PRIVATE Sigap::sqlcipher)\n"
         "sigap_folder(sync/model LINK platform_core)\n"
         "sigap_folder(sync/replica LINK sync_model platform_storage)\n"
         "sigap_folder(sync/server LINK sync_model platform_storage)\n"
         "sigap_folder(client/views LINK sync_replica)\n"
         "sigap_program(sigap client/main.cpp LINK client_views)\n"},
        {"platform/core/text.hpp", "// Text.\n#pragma once\n#include <string>\n"},
        {"platform/core/text.cpp", "#include \"platform/core/text.hpp\"\n#include <unistd.h>\n"},
        {"platform/storage/database.cpp", "#include <sqlcipher/sqlite3.h>\n"},
        {"sync/model/rules/visit.hpp", "#pragma once\n#include \"platform/core/text.hpp\"\n"},
        {"sync/replica/outbox.hpp", "#pragma once\n#include \"sync/model/rules/visit.hpp\"\n"},
        {"sync/server/store.hpp", "#pragma once\n"},
        {"client/views/jobs.cpp", "#include <imgui.h>\n#include \"sync/replica/outbox.hpp\"\n"},
        {"client/main.cpp", "#include \"sync/replica/outbox.hpp\"\n"},
        {"tests/sync/model/visit_test.cpp",
         "#include <catch2/catch_test_macros.hpp>\n#include \"sync/server/store.hpp\"\n"},
    };
}

Faults faults_with(const std::string& path, const std::string& text) {
    auto house = good_house();
    house[path] = text;
    return faults_of(house);
}

Faults faults_with_line(const std::string& line) {
    auto house = good_house();
    house["CMakeLists.txt"] += line + "\n";
    return faults_of(house);
}

}  // namespace

TEST_CASE("our own tree keeps the rules of the house") {
    std::string found;
    for (const auto& fault : faults_of(sigap::structure::read_source_tree(sigap::testing::source_folder()))) found += fault + "\n";
    INFO(found);
    CHECK(found.empty());
}

TEST_CASE("a house that keeps every rule has no faults") { CHECK(faults_of(good_house()).empty()); }

TEST_CASE("including a folder that is not linked is a fault") {
    CHECK(
        faults_with("sync/model/rules/visit.hpp", "#pragma once\n#include \"sync/replica/outbox.hpp\"\n") ==
        Faults{
            "sync/model/rules/visit.hpp:2: includes sync/replica/outbox.hpp, but sync/model may not use sync/replica"});
    CHECK(faults_with("sync/server/store.hpp", "#pragma once\n#  include\"sync/replica/outbox.hpp\"\n").size() == 1);
    CHECK(faults_with("client/main.cpp", "#include \"tests/sync/model/visit_test.cpp\"\n").size() == 1);
}

TEST_CASE("linking a folder against the law is a fault, whatever CMakeLists.txt says") {
    CHECK(faults_with_line("sigap_folder(sync/engine LINK sync_server)") ==
          Faults{"CMakeLists.txt: sync/engine may never use sync/server"});
    CHECK(faults_with_line("sigap_folder(hardware/inventory PRIVATE sync_replica)").size() == 1);
    // Through another folder too: the new folder reaches client/views, which reaches nothing forbidden itself.
    CHECK(faults_with_line("sigap_folder(platform/os LINK client_views)").size() >= 1);
}

TEST_CASE("what a folder links privately is not for those who link it") {
    auto house = good_house();
    house["platform/os/files.hpp"] = "#pragma once\n";
    house["CMakeLists.txt"] +=
        "sigap_folder(platform/os)\n"
        "sigap_folder(platform/net PRIVATE platform_os)\n"
        "sigap_folder(sync/engine LINK platform_net)\n";
    house["platform/net/client.cpp"] = "#include \"platform/os/files.hpp\"\n";
    CHECK(faults_of(house).empty());
    house["sync/engine/session.cpp"] = "#include \"platform/os/files.hpp\"\n";
    CHECK(faults_of(house).size() == 1);
}

TEST_CASE("an outside library is a fault outside its folder") {
    CHECK(faults_with("client/views/jobs.cpp", "\n#include <sqlcipher/sqlite3.h>\n") ==
          Faults{"client/views/jobs.cpp:2: includes sqlcipher/sqlite3.h, which belongs to platform/storage"});
    for (const char* header : {"unistd.h", "sys/file.h", "windows.h", "openssl/evp.h", "curl/curl.h", "boost/asio.hpp",
                               "SDL.h", "imgui.h", "sodium.h", "cairo/cairo-pdf.h", "catch2/catch_test_macros.hpp", "strange.h"}) {
        INFO(header);
        CHECK(faults_with("sync/replica/new.cpp", std::string("#include <") + header + ">\n").size() == 1);
    }
    CHECK(faults_with("sync/replica/new.cpp", "#include <boost/json.hpp>\n").empty());
}

TEST_CASE("a file that no target compiles is a fault when it includes ours") {
    CHECK(faults_with("hardware/scan/port.cpp", "#include \"platform/core/text.hpp\"\n").size() == 1);
}

TEST_CASE("a missing header, a missing pragma once and a file past 600 lines are faults") {
    CHECK(faults_with("sync/model/new.cpp", "#include \"sync/model/gone.hpp\"\n") ==
          Faults{"sync/model/new.cpp:1: includes sync/model/gone.hpp, which is not there"});
    CHECK(faults_with("sync/model/new.cpp", "#include \"gone.hpp\"\n").size() == 1);
    CHECK(faults_with("sync/model/new.hpp", "// No guard.\n") == Faults{"sync/model/new.hpp: has no #pragma once"});
    CHECK(faults_with("tests/long_test.cpp", std::string(600, '\n')).empty());
    CHECK(faults_with("tests/long_test.cpp", std::string(601, '\n')) ==
          Faults{"tests/long_test.cpp: 601 lines, at most 600"});
}
