// 14: a row that mentions a file has its bytes, verified, or is marked as waiting for them; no orphan stays, no live file is
// dropped.
#include <set>

#include "platform/core/hex_text.hpp"
#include "sync/model/kinds/attachment.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/scope_oracle.hpp"

namespace sigap::simulation {

namespace {

struct MentionedFile {
    std::string hash;
    std::int64_t bytes = 0;
};

std::vector<MentionedFile> files_of(const Attachment& row) {
    std::vector<MentionedFile> files{{row.sha256, row.bytes}};
    if (!row.thumbnail.empty()) files.push_back({row.thumbnail, row.thumbnail_bytes});
    return files;
}

std::vector<MentionedFile> files_of(const Command& command) {
    std::vector<MentionedFile> files;
    for (const auto& [name, value] : command.arguments)
        if (name == "sha256" || name == "thumbnail") files.push_back({std::get<std::string>(value), 0});
    return files;
}

std::vector<Attachment> attachments_in(const RowStore& rows) {
    std::vector<Attachment> out;
    for (auto query = rows.database().query(rows.select(Kind::attachment)); query.step();)
        out.push_back(as<Attachment>(rows.read(query, Kind::attachment)));
    return out;
}

// The files of one disk, read past the product.
class Shelf {
public:
    explicit Shelf(const Machine& machine) {
        for (auto& [path, file] : machine.files.files()) files_.emplace(path.substr(path.rfind('/') + 1), std::move(file.bytes));
    }
    bool has(const MentionedFile& file) const {
        const auto at = files_.find(file.hash);
        return at != files_.end() && (file.bytes == 0 || static_cast<std::int64_t>(at->second.size()) == file.bytes);
    }
    std::vector<std::string> wrong_ones() const {
        std::vector<std::string> out;
        for (const auto& [name, bytes] : files_)
            if (is_file_hash(name) && to_hex(sha256(bytes)) != name) out.push_back(name);
        return out;
    }
    std::vector<std::string> all_but(const std::set<std::string>& live) const {
        std::vector<std::string> out;
        for (const auto& entry : files_)
            if (!live.contains(entry.first)) out.push_back(entry.first);
        return out;
    }

private:
    std::map<std::string, std::string> files_;
};

std::string file_words(const MentionedFile& file) { return "file " + file.hash.substr(0, 8); }

// What an edit that is not accepted mentions has no other home than its author's device.
void held_for_their_edits(World& world, SimulatedDevice& device, const Shelf& here, const std::vector<LedgerEntry>& ledger) {
    for (const auto& entry : ledger) {
        const bool pending = entry.state == EditState::queued || entry.state == EditState::sending || entry.state == EditState::refused ||
                             entry.state == EditState::deferred || entry.state == EditState::conflict;
        if (entry.command.name != "attach_file" || !pending) continue;
        for (const auto& file : files_of(entry.command))
            if (!here.has(file))
                world.broke(14, device.name, file_words(file) + " of " + world.names.of(entry.command.operation) + ", " +
                                                 std::string(word_of(entry.state)) + ", is gone");
    }
}

class FilesEverywhere {
public:
    explicit FilesEverywhere(World& world)
        : world_(world),
          server_(world.server.machine),
          rows_(attachments_in(world.server.store->rows())),
          scope_(world.server.store->rows()) {
        for (const auto& row : rows_)
            for (auto& file : files_of(row)) mentioned_.insert(file.hash);
        for (const auto& name : server_.wrong_ones()) world.broke(14, "server", "another file stands under " + name.substr(0, 8));
    }

    void check(SimulatedDevice& device) {
        const Shelf here(device.machine);
        for (const auto& name : here.wrong_ones()) world_.broke(14, device.name, "another file stands under " + name.substr(0, 8));
        const auto ledger = device.replica->ledger(1'000'000);
        held_for_their_edits(world_, device, here, ledger);
        // A restored server may lack what it had. A device holds its own as long as it holds what it sent, by its own clock.
        const bool held_by_server_alone = world_.restores() > 0 && world_.clocks_jumped();
        for (const auto& entry : ledger) {
            if (held_by_server_alone || (entry.state != EditState::accepted && entry.state != EditState::merged)) continue;
            for (const auto& file : files_of(entry.command))
                if (!here.has(file) && !server_.has(file))
                    world_.broke(14, device.name,
                                 file_words(file) + " of " + world_.names.of(entry.command.operation) + ", which was accepted, is nowhere");
        }
        const FileJobs jobs(*device.replica);
        for (const auto& row : attachments_in(device.replica->rows()))
            for (const auto& file : files_of(row)) {
                const auto complain = [&](const std::string& what) {
                    world_.broke(14, device.name, file_words(file) + " of " + world_.names.of(row.id) + ' ' + what);
                };
                const bool waits = jobs.find(file.hash).has_value();
                if (!here.has(file) && !waits) complain("is neither here nor waited for");
                else if (server_.has(file) && !here.has(file)) complain("is at the server and did not come");
                else if (server_.has(file) && waits) complain("is at both ends and still waits");
            }
        const auto person = world_.server.store->person(device.replica->enrolment()->person);
        for (const auto& row : rows_)
            for (const auto& file : files_of(row))
                if (here.has(file) && !server_.has(file) &&
                    (row.author.id == person->id || scope_.may_hold(*person, record_of(row))))
                    world_.broke(14, device.name, file_words(file) + " of " + world_.names.of(row.id) + " never reached the server");
    }

    void no_orphan_on(SimulatedDevice& device) const {
        std::set<std::string> live;
        for (const auto& row : attachments_in(device.replica->rows()))
            for (auto& file : files_of(row)) live.insert(file.hash);
        for (const auto& entry : device.replica->ledger(1'000'000))
            if (entry.command.name == "attach_file" && entry.state != EditState::accepted && entry.state != EditState::withdrawn)
                for (auto& file : files_of(entry.command)) live.insert(file.hash);
        for (const auto& job : FileJobs(*device.replica).all()) live.insert(job.hash);
        for (const auto& name : Shelf(device.machine).all_but(live)) world_.broke(14, device.name, name + " stays, and nothing mentions it");
    }
    void no_orphan_on_server() const {
        for (const auto& name : server_.all_but(mentioned_)) world_.broke(14, "server", name + " stays, and no row mentions it");
    }

private:
    World& world_;
    Shelf server_;
    std::vector<Attachment> rows_;
    std::set<std::string> mentioned_;
    ScopeOracle scope_;
};

}  // namespace

void check_files_after_restart(World& world, SimulatedDevice& device) {
    const auto waiting = device.replica->unanswered(1'000'000);
    if (!waiting.empty()) held_for_their_edits(world, device, Shelf(device.machine), waiting);
}

void check_files(World& world, bool swept) {
    FilesEverywhere files(world);
    for (auto& device : world.devices) {
        if (device.out) continue;
        files.check(device);
        if (swept) files.no_orphan_on(device);
    }
    if (swept) files.no_orphan_on_server();
}

}  // namespace sigap::simulation
