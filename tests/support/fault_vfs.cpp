#include "tests/support/fault_vfs.hpp"

#include <sqlcipher/sqlite3.h>

#include <array>
#include <atomic>
#include <mutex>
#include <optional>

namespace sigap::testing {

struct FaultPlan {
    sqlite3_vfs vfs{};
    sqlite3_vfs* base = nullptr;
    std::string name;
    mutable std::mutex mutex;
    std::array<std::uint64_t, 7> calls{};
    std::uint64_t failures = 0;
    FaultVfs::Call armed = FaultVfs::Call::any;
    std::uint64_t fail_in = 0;
    bool failing = false;
    bool stays = false;
    int code = 0;
    std::optional<std::uint64_t> room;

    // SQLITE_OK, or the code with which this call is to fail.
    int judge(FaultVfs::Call call, int usual, std::uint64_t bytes = 0) {
        const std::lock_guard lock(mutex);
        ++calls[static_cast<std::size_t>(call)];
        ++calls[static_cast<std::size_t>(FaultVfs::Call::any)];
        if (room && bytes > *room) return ++failures, SQLITE_FULL;
        if (room) *room -= bytes;
        if (armed != FaultVfs::Call::any && armed != call) return SQLITE_OK;
        if (fail_in != 0 && --fail_in == 0) failing = true;
        if (!failing) return SQLITE_OK;
        failing = stays;
        ++failures;
        return code ? code : usual;
    }
};

namespace {

struct Handle {
    sqlite3_file base;  // SQLite's part, first
    FaultPlan* plan;
    sqlite3_file* inner;  // lies behind this struct
};

constexpr int inner_offset = (sizeof(Handle) + 15) / 16 * 16;

FaultPlan& plan_of(sqlite3_vfs* vfs) { return *static_cast<FaultPlan*>(vfs->pAppData); }
FaultPlan& plan_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file)->plan; }
sqlite3_file* inner_of(sqlite3_file* file) { return reinterpret_cast<Handle*>(file)->inner; }

// The wrapped file's method, called on the wrapped file.
template <auto Method, class... Args>
auto pass(sqlite3_file* file, Args... args) {
    sqlite3_file* inner = inner_of(file);
    return (inner->pMethods->*Method)(inner, args...);
}

int file_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    if (const int code = plan_of(file).judge(FaultVfs::Call::read, SQLITE_IOERR_READ)) return code;
    return pass<&sqlite3_io_methods::xRead>(file, out, amount, offset);
}

int file_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
    const auto size = static_cast<std::uint64_t>(amount);
    if (const int code = plan_of(file).judge(FaultVfs::Call::write, SQLITE_IOERR_WRITE, size)) return code;
    return pass<&sqlite3_io_methods::xWrite>(file, bytes, amount, offset);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = plan_of(file).judge(FaultVfs::Call::truncate, SQLITE_IOERR_TRUNCATE)) return code;
    return pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int file_sync(sqlite3_file* file, int flags) {
    if (const int code = plan_of(file).judge(FaultVfs::Call::sync, SQLITE_IOERR_FSYNC)) return code;
    return pass<&sqlite3_io_methods::xSync>(file, flags);
}

int file_close(sqlite3_file* file) { return pass<&sqlite3_io_methods::xClose>(file); }
int file_size(sqlite3_file* file, sqlite3_int64* out) { return pass<&sqlite3_io_methods::xFileSize>(file, out); }
int file_lock(sqlite3_file* file, int level) { return pass<&sqlite3_io_methods::xLock>(file, level); }
int file_unlock(sqlite3_file* file, int level) { return pass<&sqlite3_io_methods::xUnlock>(file, level); }
int file_reserved(sqlite3_file* file, int* out) { return pass<&sqlite3_io_methods::xCheckReservedLock>(file, out); }
int file_control(sqlite3_file* file, int what, void* about) {
    return pass<&sqlite3_io_methods::xFileControl>(file, what, about);
}
int file_sector_size(sqlite3_file* file) { return pass<&sqlite3_io_methods::xSectorSize>(file); }
int file_traits(sqlite3_file* file) { return pass<&sqlite3_io_methods::xDeviceCharacteristics>(file); }
int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    return pass<&sqlite3_io_methods::xShmMap>(file, region, size, extend, out);
}
int shm_lock(sqlite3_file* file, int first, int count, int flags) {
    return pass<&sqlite3_io_methods::xShmLock>(file, first, count, flags);
}
void shm_barrier(sqlite3_file* file) { pass<&sqlite3_io_methods::xShmBarrier>(file); }
int shm_unmap(sqlite3_file* file, int remove) { return pass<&sqlite3_io_methods::xShmUnmap>(file, remove); }

// Version 2: no memory-mapped reads, which no fault could reach.
const sqlite3_io_methods file_methods = {
    2,         file_close,  file_read,     file_write,   file_truncate,    file_sync,   file_size,
    file_lock, file_unlock, file_reserved, file_control, file_sector_size, file_traits, shm_map,
    shm_lock,  shm_barrier, shm_unmap,     nullptr,      nullptr};

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* out, int flags, int* out_flags) {
    FaultPlan& plan = plan_of(vfs);
    out->pMethods = nullptr;
    if (const int code = plan.judge(FaultVfs::Call::open, SQLITE_CANTOPEN)) return code;
    auto* inner = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(out) + inner_offset);
    const int code = plan.base->xOpen(plan.base, name, inner, flags, out_flags);
    if (inner->pMethods) {
        auto& handle = *reinterpret_cast<Handle*>(out);
        handle = {{&file_methods}, &plan, inner};
    }
    return code;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    FaultPlan& plan = plan_of(vfs);
    if (const int code = plan.judge(FaultVfs::Call::remove, SQLITE_IOERR_DELETE)) return code;
    return plan.base->xDelete(plan.base, name, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    sqlite3_vfs* base = plan_of(vfs).base;
    return base->xAccess(base, name, flags, out);
}

int vfs_full_path(sqlite3_vfs* vfs, const char* name, int size, char* out) {
    sqlite3_vfs* base = plan_of(vfs).base;
    return base->xFullPathname(base, name, size, out);
}

int vfs_randomness(sqlite3_vfs* vfs, int size, char* out) {
    sqlite3_vfs* base = plan_of(vfs).base;
    return base->xRandomness(base, size, out);
}

// Tests never sleep; the time asked for counts as spent.
int vfs_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }

int vfs_time(sqlite3_vfs* vfs, double* days) {
    sqlite3_vfs* base = plan_of(vfs).base;
    return base->xCurrentTime(base, days);
}

int vfs_last_error(sqlite3_vfs*, int, char*) { return 0; }

std::string unique_name() {
    static std::atomic<unsigned> count{0};
    return "fault-" + std::to_string(++count);
}

}  // namespace

FaultVfs::FaultVfs(const std::string& base) : plan_(std::make_unique<FaultPlan>()) {
    sqlite3_initialize();
    plan_->base = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
    if (!plan_->base) throw std::logic_error("no such VFS: " + base);
    plan_->name = unique_name();
    sqlite3_vfs& vfs = plan_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = inner_offset + plan_->base->szOsFile;
    vfs.mxPathname = plan_->base->mxPathname;
    vfs.zName = plan_->name.c_str();
    vfs.pAppData = plan_.get();
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_path;
    vfs.xRandomness = vfs_randomness;
    vfs.xSleep = vfs_sleep;
    vfs.xCurrentTime = vfs_time;
    vfs.xGetLastError = vfs_last_error;
    sqlite3_vfs_register(&vfs, 0);
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&plan_->vfs); }

const std::string& FaultVfs::name() const { return plan_->name; }

void FaultVfs::fail_nth(Call call, std::uint64_t nth, int code, bool stays) {
    const std::lock_guard lock(plan_->mutex);
    plan_->armed = call;
    plan_->fail_in = nth;
    plan_->failing = false;
    plan_->stays = stays;
    plan_->code = code;
}

void FaultVfs::fill_after(std::uint64_t bytes) {
    const std::lock_guard lock(plan_->mutex);
    plan_->room = bytes;
}

void FaultVfs::heal() {
    const std::lock_guard lock(plan_->mutex);
    plan_->fail_in = 0;
    plan_->failing = false;
    plan_->room.reset();
}

std::uint64_t FaultVfs::calls(Call call) const {
    const std::lock_guard lock(plan_->mutex);
    return plan_->calls[static_cast<std::size_t>(call)];
}

std::uint64_t FaultVfs::failures() const {
    const std::lock_guard lock(plan_->mutex);
    return plan_->failures;
}

}  // namespace sigap::testing
