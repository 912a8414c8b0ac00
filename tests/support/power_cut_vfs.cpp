#include "tests/support/power_cut_vfs.hpp"

#include <sqlcipher/sqlite3.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <new>
#include <thread>

#include "tests/support/power_cut_disk.hpp"

namespace sigap::testing {

struct SimulatedMachine {
    sqlite3_vfs vfs{};
    std::string name;
    bool lie = false;
    std::mutex mutex;
    DiskState disk;
    std::uint64_t boots = 1;  // handles of an earlier boot are dead
    std::uint64_t changes = 0;
    std::uint64_t crash_in = 0;
    bool crashed = false;

    // Counts a call that changes the disk. False: the machine stops in the midst of it.
    bool survives_change() {
        ++changes;
        if (crash_in != 0 && --crash_in == 0) crashed = true;
        return !crashed;
    }
    void boot(DiskState next) {
        disk = std::move(next);
        ++boots;
        crashed = false;
        crash_in = 0;
    }
};

namespace {

struct Handle {
    sqlite3_file base;  // SQLite's part, first
    SimulatedMachine* machine;
    DiskFilePtr file;
    std::uint64_t boot;
    std::string name;
    bool delete_on_close;
    int lock;
    unsigned reading;  // shared-memory locks held, a bit each
    unsigned writing;
    bool has_memory;

    bool dead() const { return machine->crashed || boot != machine->boots; }
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
SimulatedMachine& machine_of(sqlite3_vfs* vfs) { return *static_cast<SimulatedMachine*>(vfs->pAppData); }

// The handle behind `file`, with its machine locked while this lives.
class Use {
public:
    explicit Use(sqlite3_file* file) : handle_(handle_of(file)), lock_(handle_.machine->mutex) {}
    Handle* operator->() const { return &handle_; }
    Handle& operator*() const { return handle_; }
    SimulatedMachine& machine() const { return *handle_.machine; }
    DiskFile& file() const { return *handle_.file; }

private:
    Handle& handle_;
    std::lock_guard<std::mutex> lock_;
};

void leave_memory(Handle& handle) {
    if (!handle.has_memory) return;
    DiskFile::SharedMemory& memory = handle.file->memory;
    for (unsigned slot = 0; slot < memory.writer.size(); ++slot) {
        if (handle.reading & (1U << slot)) --memory.readers[slot];
        if (handle.writing & (1U << slot)) memory.writer[slot] = nullptr;
    }
    handle.reading = handle.writing = 0;
    handle.has_memory = false;
    if (--memory.handles == 0) memory = {};
}

void lower_lock(Handle& handle, int level) {
    DiskFile& file = *handle.file;
    for (const void** owner : {&file.reserved, &file.pending, &file.exclusive})
        if (*owner == &handle) *owner = nullptr;
    if (level == SQLITE_LOCK_NONE && handle.lock >= SQLITE_LOCK_SHARED) --file.shared;
    handle.lock = std::min(handle.lock, level);
}

int file_close(sqlite3_file* file) {
    Handle& handle = handle_of(file);
    {
        Use use(file);
        leave_memory(handle);
        lower_lock(handle, SQLITE_LOCK_NONE);
        if (handle.delete_on_close && !handle.dead() && !handle.name.empty()) use.machine().disk.remove(handle.name);
    }
    handle.~Handle();
    return SQLITE_OK;
}

int file_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    Use use(file);
    if (use->dead()) return SQLITE_IOERR_READ;
    const std::vector<std::uint8_t>& bytes = use.file().now;
    const auto start = std::min(static_cast<std::size_t>(offset), bytes.size());
    const auto length = std::min(static_cast<std::size_t>(amount), bytes.size() - start);
    auto* to = static_cast<std::uint8_t*>(out);
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(start), length, to);
    std::fill(to + length, to + amount, std::uint8_t{0});
    return length == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
    Use use(file);
    if (use->dead()) return SQLITE_IOERR_WRITE;
    use.machine().disk.write(use.file(), static_cast<std::size_t>(offset),
                             {static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(amount)});
    return use.machine().survives_change() ? SQLITE_OK : SQLITE_IOERR_WRITE;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    Use use(file);
    if (use->dead()) return SQLITE_IOERR_TRUNCATE;
    use.machine().disk.truncate(use.file(), static_cast<std::size_t>(size));
    return use.machine().survives_change() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int file_sync(sqlite3_file* file, int) {
    Use use(file);
    if (use->dead() || !use.machine().survives_change()) return SQLITE_IOERR_FSYNC;
    if (!use.machine().lie) use.machine().disk.sync(use.file());
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    Use use(file);
    if (use->dead()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(use.file().now.size());
    return SQLITE_OK;
}

int file_lock(sqlite3_file* file, int level) {
    Use use(file);
    if (use->dead()) return SQLITE_IOERR_LOCK;
    DiskFile& locks = use.file();
    const void* me = &*use;
    const auto others = [me](const void* owner) { return owner && owner != me; };
    if (level <= use->lock) return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (others(locks.pending) || others(locks.exclusive)) return SQLITE_BUSY;
        ++locks.shared;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (others(locks.reserved)) return SQLITE_BUSY;
        locks.reserved = me;
    } else {
        if (others(locks.reserved) || others(locks.pending)) return SQLITE_BUSY;
        locks.pending = me;
        use->lock = SQLITE_LOCK_PENDING;
        if (locks.shared > 1) return SQLITE_BUSY;
        locks.exclusive = me;
    }
    use->lock = level;
    return SQLITE_OK;
}

int file_unlock(sqlite3_file* file, int level) {
    Use use(file);
    lower_lock(*use, level);
    return SQLITE_OK;
}

int file_check_reserved(sqlite3_file* file, int* held) {
    Use use(file);
    const DiskFile& locks = use.file();
    *held = locks.reserved || locks.pending || locks.exclusive;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int file_sector_size(sqlite3_file*) { return 512; }
int file_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    Use use(file);
    *out = nullptr;
    if (use->dead()) return SQLITE_IOERR_SHMMAP;
    DiskFile::SharedMemory& memory = use.file().memory;
    if (!use->has_memory) {
        use->has_memory = true;
        ++memory.handles;
    }
    const auto index = static_cast<std::size_t>(region);
    if (index >= memory.regions.size()) {
        if (!extend) return SQLITE_OK;
        while (memory.regions.size() <= index)
            memory.regions.push_back(std::make_unique<std::uint8_t[]>(static_cast<std::size_t>(size)));
    }
    *out = memory.regions[index].get();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int first, int count, int flags) {
    Use use(file);
    const bool locks = (flags & SQLITE_SHM_LOCK) != 0;
    if (locks && use->dead()) return SQLITE_IOERR_SHMLOCK;
    DiskFile::SharedMemory& memory = use.file().memory;
    const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const auto begin = static_cast<unsigned>(first);
    const unsigned end = begin + static_cast<unsigned>(count);
    if (locks) {
        for (unsigned slot = begin; slot < end; ++slot) {
            const bool mine = (use->reading & (1U << slot)) != 0;
            if (memory.writer[slot] && memory.writer[slot] != &*use) return SQLITE_BUSY;
            if (exclusive && memory.readers[slot] > (mine ? 1 : 0)) return SQLITE_BUSY;
        }
    }
    for (unsigned slot = begin; slot < end; ++slot) {
        const unsigned bit = 1U << slot;
        if (exclusive) {
            memory.writer[slot] = locks ? &*use : nullptr;
            use->writing = locks ? use->writing | bit : use->writing & ~bit;
        } else if (locks != ((use->reading & bit) != 0)) {
            memory.readers[slot] += locks ? 1 : -1;
            use->reading ^= bit;
        }
    }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file* file) { Use use(file); }

int shm_unmap(sqlite3_file* file, int) {
    Use use(file);
    leave_memory(*use);
    return SQLITE_OK;
}

const sqlite3_io_methods file_methods = {2,
                                         file_close,
                                         file_read,
                                         file_write,
                                         file_truncate,
                                         file_sync,
                                         file_size,
                                         file_lock,
                                         file_unlock,
                                         file_check_reserved,
                                         file_control,
                                         file_sector_size,
                                         file_characteristics,
                                         shm_map,
                                         shm_lock,
                                         shm_barrier,
                                         shm_unmap,
                                         nullptr,
                                         nullptr};

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* out, int flags, int* out_flags) {
    SimulatedMachine& machine = machine_of(vfs);
    const std::lock_guard lock(machine.mutex);
    out->pMethods = nullptr;
    if (machine.crashed) return SQLITE_IOERR;
    DiskFilePtr file = name ? machine.disk.find(name) : std::make_shared<DiskFile>();
    if (file && name && (flags & SQLITE_OPEN_EXCLUSIVE)) return SQLITE_CANTOPEN;
    if (!file) {
        if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
        file = machine.disk.create(name);
        if (!machine.survives_change()) return SQLITE_IOERR;
    }
    new (out) Handle{{&file_methods},
                     &machine,
                     std::move(file),
                     machine.boots,
                     name ? name : "",
                     (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                     SQLITE_LOCK_NONE,
                     0,
                     0,
                     false};
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    SimulatedMachine& machine = machine_of(vfs);
    const std::lock_guard lock(machine.mutex);
    if (machine.crashed) return SQLITE_IOERR_DELETE;
    if (!machine.disk.find(name)) return SQLITE_IOERR_DELETE_NOENT;
    machine.disk.remove(name);
    if (!machine.survives_change()) return SQLITE_IOERR_DELETE;
    if (sync_folder && !machine.lie) machine.disk.sync_names();
    return SQLITE_OK;
}

// As SQLite's own unix VFS has it, an empty file does not count as there.
int vfs_access(sqlite3_vfs* vfs, const char* name, int, int* out) {
    SimulatedMachine& machine = machine_of(vfs);
    const std::lock_guard lock(machine.mutex);
    if (machine.crashed) return SQLITE_IOERR_ACCESS;
    const DiskFilePtr file = machine.disk.find(name);
    *out = file && !file->now.empty();
    return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

sqlite3_vfs* system_vfs() { return sqlite3_vfs_find(nullptr); }

int vfs_randomness(sqlite3_vfs*, int size, char* out) { return system_vfs()->xRandomness(system_vfs(), size, out); }
int vfs_time(sqlite3_vfs*, double* days) { return system_vfs()->xCurrentTime(system_vfs(), days); }
int vfs_last_error(sqlite3_vfs*, int, char*) { return 0; }

// Tests never sleep; the time asked for counts as spent.
int vfs_sleep(sqlite3_vfs*, int microseconds) {
    std::this_thread::yield();
    return microseconds;
}

std::string unique_name() {
    static std::atomic<unsigned> count{0};
    return "power-cut-" + std::to_string(++count);
}

}  // namespace

PowerCutVfs::PowerCutVfs(Options options) : machine_(std::make_unique<SimulatedMachine>()) {
    sqlite3_initialize();
    machine_->name = unique_name();
    machine_->lie = options.lie;
    sqlite3_vfs& vfs = machine_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = machine_->name.c_str();
    vfs.pAppData = machine_.get();
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

PowerCutVfs::~PowerCutVfs() { sqlite3_vfs_unregister(&machine_->vfs); }

const std::string& PowerCutVfs::name() const { return machine_->name; }

std::uint64_t PowerCutVfs::changes() const {
    const std::lock_guard lock(machine_->mutex);
    return machine_->changes;
}

void PowerCutVfs::crash_at(std::uint64_t nth) {
    const std::lock_guard lock(machine_->mutex);
    machine_->crash_in = nth;
}

void PowerCutVfs::crash() {
    const std::lock_guard lock(machine_->mutex);
    machine_->crashed = true;
}

bool PowerCutVfs::crashed() const {
    const std::lock_guard lock(machine_->mutex);
    return machine_->crashed;
}

void PowerCutVfs::restart() {
    const std::lock_guard lock(machine_->mutex);
    machine_->boot(machine_->disk.after_kill());
}

void PowerCutVfs::cut(Random& random) {
    const std::lock_guard lock(machine_->mutex);
    machine_->boot(machine_->disk.after_cut(random));
}

PowerCutVfs::Files PowerCutVfs::files() const {
    const std::lock_guard lock(machine_->mutex);
    Files out;
    for (const auto& [name, file] : machine_->disk.names()) out[name] = file->now;
    return out;
}

void PowerCutVfs::load(const Files& files) {
    const std::lock_guard lock(machine_->mutex);
    DiskState disk;
    for (const auto& [name, bytes] : files) disk.write(*disk.create(name), 0, bytes);
    machine_->boot(disk.after_kill());
}

}  // namespace sigap::testing
