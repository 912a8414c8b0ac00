#include "sync/replica/file_jobs.hpp"

#include "platform/core/hex_text.hpp"

namespace sigap {

namespace {

constexpr std::int64_t again_ms = 600'000;
constexpr std::int64_t sent_lives_ms = 30LL * 86'400'000;

// A row from elsewhere may lack what it should have; that must not stop the pull that brings it. A row of our own that goes out
// of our sight, because its job was given away, leaves its file to be sent still.
static_assert(kind_of<Attachment>.kind == Kind{17});
constexpr std::string_view schema = R"sql(
CREATE TABLE IF NOT EXISTS file_job(
    id INTEGER PRIMARY KEY,
    hash TEXT UNIQUE NOT NULL,
    bytes INTEGER NOT NULL,
    small INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    sent INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    tried_at INTEGER NOT NULL DEFAULT 0);
CREATE TRIGGER IF NOT EXISTS file_job_born AFTER INSERT ON attachment BEGIN
    INSERT OR IGNORE INTO file_job(hash,bytes,small)
        SELECT new.thumbnail,new.thumbnail_bytes,1 WHERE new.thumbnail IS NOT NULL AND new.thumbnail_bytes>0;
    INSERT OR IGNORE INTO file_job(hash,bytes,small)
        SELECT new.sha256,new.bytes,0 WHERE new.sha256 IS NOT NULL AND new.bytes>0;
END;
CREATE TRIGGER IF NOT EXISTS file_job_gone AFTER DELETE ON attachment BEGIN
    DELETE FROM file_job WHERE hash IN (old.sha256,old.thumbnail)
        AND NOT EXISTS(SELECT 1 FROM attachment WHERE sha256=file_job.hash OR thumbnail=file_job.hash)
        AND NOT EXISTS(SELECT 1 FROM ledger_row r JOIN ledger l ON l.n=r.n WHERE r.kind=17 AND r.id=old.id
                       AND l.state IN ('queued','accepted','merged'));
END;
)sql";

constexpr std::string_view columns = "SELECT hash,bytes,small,state,sent,problem FROM file_job";

FileJob read_job(const Query& query) {
    FileJob job;
    job.hash = query.text(0);
    job.bytes = static_cast<std::uint64_t>(query.int64(1));
    job.small = query.int64(2) != 0;
    from_word(query.text(3), job.state);
    job.sent = static_cast<std::uint64_t>(query.int64(4));
    job.problem = query.text(5);
    return job;
}

}  // namespace

void create_file_jobs(Database& database) {
    // A catalogue of a test's own may have no files.
    if (database.has_table("attachment")) database.execute(schema);
}

void owe_files_of(Database& database, std::string_view command) {
    const auto read = read_command(command, catalogue());
    if (!read || read->name != "attach_file") return;
    const auto owe = [&](const char* hash, const char* bytes, bool small) {
        const auto *name = read->argument(hash), *length = read->argument(bytes);
        const auto* text = name ? std::get_if<std::string>(name) : nullptr;
        const auto* count = length ? std::get_if<std::int64_t>(length) : nullptr;
        if (!text || !is_file_hash(*text) || !count || *count <= 0) return;
        auto add = database.query("INSERT OR IGNORE INTO file_job(hash,bytes,small) VALUES(?,?,?)");
        add.bind(1, std::string_view(*text));
        add.bind(2, *count);
        add.bind(3, small);
        add.run();
    };
    owe("thumbnail", "thumbnail_bytes", true);
    owe("sha256", "bytes", false);
}

Result<std::vector<FileJob>> FileJobs::due(bool originals, std::size_t most) {
    return database_.read([&]() -> Result<std::vector<FileJob>> {
        std::vector<FileJob> out;
        const std::int64_t now = replica_.clock().now().ms;
        auto query = database_.query(std::string(columns) +
                                         " WHERE (small=1 OR ?) AND (state='waiting' OR tried_at<=? OR tried_at>?)"
                                         " ORDER BY small DESC,id LIMIT ?",
                                     originals, now - again_ms, now, most);
        while (query.step()) out.push_back(read_job(query));
        return out;
    });
}

std::optional<FileJob> FileJobs::find(std::string_view hash) const {
    auto query = database_.query(std::string(columns) + " WHERE hash=?", hash);
    return query.step() ? std::optional(read_job(query)) : std::nullopt;
}

std::int64_t FileJobs::count() const {
    auto query = database_.query("SELECT count(*) FROM file_job");
    query.step();
    return query.int64(0);
}

std::vector<FileJob> FileJobs::all() const {
    std::vector<FileJob> out;
    for (auto query = database_.query(std::string(columns) + " ORDER BY small DESC,id"); query.step();) out.push_back(read_job(query));
    return out;
}

Result<void> FileJobs::finish(std::string_view hash) {
    return database_.write([&] { database_.query("DELETE FROM file_job WHERE hash=?", hash).run(); });
}

Result<void> FileJobs::forget_unexpected(std::string_view hash) {
    return database_.write([&] {
        database_.query("DELETE FROM file_job WHERE hash=?1"
                        " AND NOT EXISTS(SELECT 1 FROM attachment WHERE sha256=?1 OR thumbnail=?1)"
                        " AND NOT EXISTS(SELECT 1 FROM ledger WHERE state='queued' AND instr(command,?1)>0)", hash)
            .run();
    });
}

Result<void> FileJobs::set_state(std::string_view hash, FileJobState state, std::string_view problem) {
    return database_.write([&] {
        database_.query("UPDATE file_job SET state=?,problem=nullif(?,''),tried_at=? WHERE hash=?", word_of(state), problem,
                        replica_.clock().now(), hash)
            .run();
    });
}

Result<void> FileJobs::set_sent(std::string_view hash, std::uint64_t sent) {
    return database_.write([&] {
        database_.query("UPDATE file_job SET state='waiting',problem=NULL,sent=? WHERE hash=?", sent, hash).run();
    });
}

Result<void> FileJobs::want_again(std::string_view hash) {
    return database_.write([&] {
        database_.query("INSERT OR IGNORE INTO file_job(hash,bytes,small)"
                        " SELECT sha256,bytes,0 FROM attachment WHERE sha256=?1"
                        " UNION ALL SELECT thumbnail,thumbnail_bytes,1 FROM attachment WHERE thumbnail=?1 LIMIT 1", hash)
            .run();
    });
}

Result<void> FileJobs::want_all_again() {
    return database_.write([&] {
        database_.execute("INSERT OR IGNORE INTO file_job(hash,bytes,small)"
                          " SELECT thumbnail,thumbnail_bytes,1 FROM attachment WHERE thumbnail IS NOT NULL AND thumbnail_bytes>0;"
                          "INSERT OR IGNORE INTO file_job(hash,bytes,small)"
                          " SELECT sha256,bytes,0 FROM attachment WHERE sha256 IS NOT NULL AND bytes>0;"
                          "UPDATE file_job SET sent=0,state='waiting'");
    });
}

Result<void> FileJobs::offer(std::span<const FileQuestion> here) {
    return database_.write([&] {
        auto add = database_.query("INSERT OR IGNORE INTO file_job(hash,bytes,small) VALUES(?,?,0)");
        for (const auto& file : here) {
            add.bind(1, std::string_view(file.hash));
            add.bind(2, file.bytes);
            add.run();
            add.reset();
        }
    });
}

bool FileJobs::lives(std::string_view hash) const {
    auto row = database_.query("SELECT 1 FROM attachment WHERE sha256=?1 OR thumbnail=?1"
                               " UNION ALL SELECT 1 FROM file_job WHERE hash=?1 LIMIT 1", hash);
    return row.step() || waits_in_edit(hash) || was_sent_lately(hash);
}

bool FileJobs::was_sent_lately(std::string_view hash) const {
    auto sent = database_.query("SELECT 1 FROM ledger WHERE state IN ('accepted','merged') AND settled_at>? AND instr(command,?)>0 LIMIT 1",
                                replica_.clock().now().ms - sent_lives_ms, hash);
    return sent.step();
}

bool FileJobs::waits_in_edit(std::string_view hash) const {
    // The command's text names the file by its hash, which stands nowhere else by chance.
    auto edit = database_.query("SELECT 1 FROM ledger WHERE state IN ('queued','refused','deferred') AND instr(command,?)>0 LIMIT 1", hash);
    return edit.step();
}

bool FileJobs::can_be_fetched(std::string_view hash) const {
    // Until the jobs of a restored server were made nobody knows what it lacks.
    const auto enrolment = replica_.enrolment();
    if (!enrolment || replica_.setting("files_epoch") != to_string(enrolment->epoch)) return false;
    auto row = database_.query("SELECT 1 FROM attachment WHERE sha256=?1 AND NOT EXISTS(SELECT 1 FROM file_job WHERE hash=?1)"
                               " AND NOT EXISTS(SELECT 1 FROM attachment WHERE thumbnail=?1) LIMIT 1", hash);
    return row.step() && !waits_in_edit(hash);
}

std::vector<std::string> FileJobs::mentioned() const {
    std::vector<std::string> out;
    auto query = database_.query("SELECT sha256 FROM attachment WHERE sha256 IS NOT NULL"
                                 " UNION SELECT thumbnail FROM attachment WHERE thumbnail IS NOT NULL");
    while (query.step()) out.emplace_back(query.text(0));
    return out;
}

std::vector<Attachment> FileJobs::attached_to(const Uuid& about) const {
    std::vector<Attachment> out;
    for (const auto& record : replica_.rows().referring(Kind::attachment, field_of<&Attachment::about>(), about))
        out.push_back(as<Attachment>(record));
    return out;
}

}  // namespace sigap
