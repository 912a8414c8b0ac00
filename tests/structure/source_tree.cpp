#include "tests/structure/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

namespace sigap::structure {
namespace {

constexpr std::size_t longest_file = 600;
constexpr std::string_view our_folders[] = {"platform", "sync", "hardware", "client", "tests"};

// Whatever CMakeLists.txt says, no path of links may lead from the first to any of the others.
struct Law {
    std::string_view from;
    std::vector<std::string_view> never;
};
const std::vector<Law> laws = {
    {"platform", {"sync", "hardware", "client"}},
    {"platform/core", {"platform/storage", "platform/crypto", "platform/net", "platform/os", "platform/window"}},
    {"sync", {"client", "platform/window"}},
    {"sync/model",
     {"sync/protocol", "sync/rows", "sync/replica", "sync/engine", "sync/server", "hardware", "platform/storage",
      "platform/net", "platform/os", "platform/crypto"}},
    {"sync/protocol",
     {"sync/replica", "sync/engine", "sync/server", "platform/storage", "platform/net", "platform/os"}},
    {"sync/rows", {"sync/replica", "sync/engine", "sync/server", "platform/net", "platform/os"}},
    {"sync/files", {"sync/model", "sync/protocol", "sync/rows", "sync/replica", "sync/engine", "sync/server", "platform/net"}},
    {"sync/replica", {"sync/files", "sync/engine", "sync/server", "platform/net"}},
    {"sync/engine", {"sync/server"}},
    {"sync/server", {"sync/replica", "sync/engine"}},
    {"hardware", {"client", "sync/protocol", "sync/replica", "sync/engine", "sync/server"}},
    {"client", {"sync/server"}},
};

// An outside header belongs to the first row that its path starts with.
struct Library {
    std::vector<std::string_view> headers;
    std::vector<std::string_view> homes;
};
const std::vector<Library> libraries = {
    {{"sqlcipher/", "sqlite3"}, {"platform/storage"}},
    {{"boost/json"}, {"platform", "sync", "hardware", "client"}},
    {{"simdjson"}, {"sync/protocol"}},
    {{"curl/", "boost/"}, {"platform/net"}},
    {{"openssl/"}, {"platform/crypto", "platform/net"}},
    {{"sodium"}, {"platform/crypto"}},
    {{"zstd", "zlib.h"}, {"platform/net"}},
    {{"SDL"}, {"platform/window"}},
    {{"imgui", "backends/imgui", "imstb"}, {"platform/window", "client"}},
    {{"stb/"}, {"platform/window", "platform/media"}},
    {{"cairo/"}, {"platform/media"}},
    {{"turbojpeg.h"}, {"platform/media"}},
    {{"md4c"}, {"client/model"}},
    {{"catch2/"}, {}},
    {{"unistd.h", "fcntl.h",    "poll.h",    "pwd.h",   "grp.h",     "dirent.h",   "signal.h",  "termios.h",
      "dlfcn.h",  "pthread.h",  "ifaddrs.h", "cpuid.h", "netdb.h",   "spawn.h",    "sys/",      "net/",
      "netinet/", "netpacket/", "arpa/",     "linux/",  "windows.h", "winsock2.h", "ws2tcpip.h"},
     {"platform", "hardware"}},
};

bool inside(std::string_view path, std::string_view folder) {
    return path == folder || (path.starts_with(folder) && path[folder.size()] == '/');
}

bool is_ours(std::string_view path) {
    return std::any_of(std::begin(our_folders), std::end(our_folders),
                       [&](auto folder) { return inside(path, folder); });
}

std::string folder_of(std::string_view path) { return std::string(path.substr(0, path.rfind('/'))); }

// Folder -> the folders that it may include: itself, what it links, and what those link publicly in turn.
class Arrows {
public:
    explicit Arrows(const std::string& cmake) {
        std::map<std::string, std::string> folder_of_target;
        std::map<std::string, std::vector<std::string>> shown, hidden;
        std::istringstream lines(cmake);
        for (std::string line; std::getline(lines, line);) {
            const bool folder = line.starts_with("sigap_folder(");
            if (!folder && !line.starts_with("sigap_program(")) continue;
            std::replace_if(
                line.begin(), line.end(), [](char c) { return c == '(' || c == ')'; }, ' ');
            std::istringstream words(line);
            std::string word, path;
            words >> word >> path;
            if (!folder) words >> path, path = folder_of(path);
            shown[path], hidden[path];
            for (auto* links = &shown; words >> word;) {
                if (word == "LINK") links = &shown;
                else if (word == "PRIVATE") links = &hidden;
                else (*links)[path].push_back(word);
            }
            if (!folder) continue;
            std::string target = path;
            std::replace(target.begin(), target.end(), '/', '_');
            folder_of_target[target] = path;
        }
        std::function<void(const std::string&, std::set<std::string>&)> add = [&](auto& path, auto& reached) {
            if (!reached.insert(path).second) return;
            for (const auto& link : shown[path])
                if (auto found = folder_of_target.find(link); found != folder_of_target.end())
                    add(found->second, reached);
        };
        for (const auto& [path, links] : hidden) {
            add(path, reached_[path]);
            for (const auto& link : links)
                if (auto found = folder_of_target.find(link); found != folder_of_target.end())
                    add(found->second, reached_[path]);
        }
    }

    const std::map<std::string, std::set<std::string>>& all() const { return reached_; }
    // The target that a file is compiled into, as the folder it is named after; empty when it has none.
    std::string home(std::string_view path) const {
        std::string best;
        for (const auto& [folder, reached] : reached_)
            if (inside(path, folder) && folder.size() > best.size()) best = folder;
        return best;
    }

private:
    std::map<std::string, std::set<std::string>> reached_;
};

std::string quoted_or_angled(const std::string& line) {
    std::istringstream words(line);
    char hash = 0, open = 0;
    std::string word, header;
    if (!(words >> hash) || hash != '#' || !(words >> word)) return {};
    // "#include<x>" has no space to part the words.
    if (word.starts_with("include") && word.size() > 7) words.str("# " + word.substr(7)), words.clear(), words >> hash;
    else if (word != "include") return {};
    if (!(words >> open) || (open != '"' && open != '<')) return {};
    std::getline(words, header, open == '"' ? '"' : '>');
    return header;
}

std::string list(const std::vector<std::string_view>& names) {
    if (names.empty()) return "tests";
    std::string out;
    for (auto name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

std::string include_fault(const std::string& path, const std::string& header, const SourceTree& tree,
                          const Arrows& arrows) {
    const bool test = inside(path, "tests");
    if (tree.contains(header)) {
        if (test) return {};
        if (inside(header, "tests")) return "includes " + header + ", which is the tests'";
        const auto from = arrows.home(path), to = arrows.home(header);
        if (from.empty() || to.empty()) return "has no sigap_folder or sigap_program line in CMakeLists.txt";
        return arrows.all().at(from).contains(to) ? "" : "includes " + header + ", but " + from + " may not use " + to;
    }
    if (is_ours(header)) return "includes " + header + ", which is not there";
    for (const auto& library : libraries)
        for (auto prefix : library.headers)
            if (header.starts_with(prefix)) {
                const bool allowed = test || std::any_of(library.homes.begin(), library.homes.end(),
                                                         [&](auto home) { return inside(path, home); });
                return allowed ? "" : "includes " + header + ", which belongs to " + list(library.homes);
            }
    const bool standard = header.find_first_of("./") == std::string::npos;
    return standard || test ? ""
                            : "includes " + header + ", which no rule knows: name it from the root, or add its library";
}

}  // namespace

SourceTree read_source_tree(const std::filesystem::path& root) {
    SourceTree tree;
    const auto read = [&](const std::filesystem::path& path) {
        std::ifstream file(path, std::ios::binary);
        tree[path.lexically_relative(root).generic_string()] = {std::istreambuf_iterator<char>(file), {}};
    };
    read(root / "CMakeLists.txt");
    for (auto folder : our_folders)
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") read(entry.path());
    return tree;
}

std::vector<std::string> faults_of(const SourceTree& tree) {
    std::vector<std::string> faults;
    const auto cmake = tree.find("CMakeLists.txt");
    const Arrows arrows(cmake == tree.end() ? "" : cmake->second);
    for (const auto& [from, reached] : arrows.all())
        for (const auto& law : laws)
            for (auto never : law.never)
                for (const auto& to : reached)
                    if (inside(from, law.from) && inside(to, never) && !inside(from, never))
                        faults.push_back("CMakeLists.txt: " + from + " may never use " + to);

    for (const auto& [path, text] : tree) {
        if (path == "CMakeLists.txt") continue;
        std::size_t number = 0;
        bool once = false;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            ++number;
            once = once || line == "#pragma once";
            const auto header = quoted_or_angled(line);
            if (header.empty()) continue;
            if (auto fault = include_fault(path, header, tree, arrows); !fault.empty())
                faults.push_back(path + ":" + std::to_string(number) + ": " + fault);
        }
        if (number > longest_file)
            faults.push_back(path + ": " + std::to_string(number) + " lines, at most " + std::to_string(longest_file));
        if (path.ends_with(".hpp") && !once) faults.push_back(path + ": has no #pragma once");
    }
    return faults;
}

}  // namespace sigap::structure
