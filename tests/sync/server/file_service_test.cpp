#include <catch2/catch_test_macros.hpp>

#include "sync/model/kinds/attachment.hpp"
#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

constexpr std::int64_t a_day = 86'400'000;

struct Bytes {
    std::string data;
    std::string hash;
    explicit Bytes(std::size_t count, std::uint64_t seed = 1) : data(count, '\0') {
        SeededRandom random(seed);
        random.fill(std::as_writable_bytes(std::span(data)));
        hash = to_hex(sha256(data));
    }
};

// Two technicians with a job each, and the desk.
struct Albums {
    Albums() {
        job = job_of(budi);
        for (auto* one : {&budi, &sari, &desk}) one->pull();
    }
    Uuid job_of(const BareDevice& device) {
        WorkOrder order;
        order.title = "Replace a dock";
        order.assignee = device.person;
        return server.add(order);
    }
    PushResult attach(BareDevice& device, const Uuid& about, const Bytes& file, const Bytes* thumbnail = nullptr) {
        Arguments arguments{{"sha256", file.hash}, {"bytes", static_cast<std::int64_t>(file.data.size())}, {"type", "image/jpeg"}};
        if (thumbnail) {
            arguments.emplace_back("thumbnail", thumbnail->hash);
            arguments.emplace_back("thumbnail_bytes", static_cast<std::int64_t>(thumbnail->data.size()));
        }
        return device.push("attach_file", Kind::work_order, about, arguments);
    }
    FileAnswer ask(const BareDevice& device, const Bytes& file) {
        const auto response = server.post(route::file_ask, encode(FileAsk{{{file.hash, file.data.size()}}}), device.peer);
        REQUIRE(response.status == 200);
        return read_file_ask_reply(response.body).value().files.at(0);
    }
    HttpResponse send(const BareDevice& device, const Bytes& file, std::uint64_t at) {
        return server.post(encode(ChunkTarget{file.hash, at, file.data.size()}), file.data.substr(at, file_chunk_bytes), device.peer,
                           {{"Content-Type", "application/octet-stream"}});
    }
    HttpResponse send_all(const BareDevice& device, const Bytes& file) {
        HttpResponse last;
        for (std::uint64_t at = 0; at < file.data.size(); at += file_chunk_bytes) last = send(device, file, at);
        return last;
    }
    HttpResponse fetch(const BareDevice& device, const Bytes& file, std::uint64_t at = 0) {
        return server.service->handle({"GET", encode(ChunkTarget{file.hash, at, 0}), {}, {}}, device.peer);
    }
    void restart() { server.service = std::make_unique<Service>(*server.store, server.authority, &server.files); }

    BareServer server;
    BareDevice budi = device_of("budi");
    BareDevice sari = device_of("sari");
    BareDevice desk = device_of("desk");
    Uuid job;

private:
    BareDevice device_of(const std::string& login) {
        server.add_person(login, login == "desk" ? Role::desk : Role::technician, server.site);
        return server.device(login);
    }
};

}  // namespace

TEST_CASE("a photo is asked for, brought chunk by chunk, durable before each answer, and read by whoever sees its row") {
    Albums a;
    const Bytes photo(2 * file_chunk_bytes + 77);
    CHECK(a.ask(a.budi, photo).place == FilePlace::unknown);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    CHECK(a.ask(a.budi, photo).place == FilePlace::wanted);
    CHECK(a.ask(a.desk, photo).place == FilePlace::missing);
    CHECK(code_of(a.fetch(a.desk, photo)) == "no_such_file");
    SeededRandom random(5);
    for (std::uint64_t at = 0; at < photo.data.size(); at += file_chunk_bytes) {
        CHECK(a.ask(a.budi, photo).received == at);
        const auto response = a.send(a.budi, photo, at);
        REQUIRE(response.status == 200);
        CHECK(read_file_receipt(response.body)->whole == (at == 2 * file_chunk_bytes));
        a.server.disk.cut_power(random);
        a.restart();
    }
    for (auto* who : {&a.budi, &a.desk}) {
        CHECK(a.ask(*who, photo).place == FilePlace::here);
        std::string got;
        while (got.size() < photo.data.size()) {
            const auto chunk = a.fetch(*who, photo, got.size());
            REQUIRE(chunk.status == 200);
            CHECK(header(chunk, "Content-Type") == "application/octet-stream");
            CHECK(chunk.body.size() <= file_chunk_bytes);
            got += chunk.body;
        }
        CHECK((got == photo.data));
    }
    CHECK(a.fetch(a.desk, photo, photo.data.size()).status == 400);
}

TEST_CASE("whoever sees the row and has the file brings what the server lacks, in the length that the row says") {
    Albums a;
    const Bytes photo(5000), longer(6000);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    const auto place = [&](BareDevice& who, std::uint64_t bytes) {
        const auto response = a.server.post(route::file_ask, encode(FileAsk{{{photo.hash, bytes, true}}}), who.peer);
        return read_file_ask_reply(response.body)->files.at(0).place;
    };
    CHECK(place(a.desk, photo.data.size()) == FilePlace::wanted);
    CHECK(place(a.desk, longer.data.size()) == FilePlace::missing);
    CHECK(place(a.sari, photo.data.size()) == FilePlace::unknown);
    CHECK(code_of(a.server.post(encode(ChunkTarget{photo.hash, 0, longer.data.size()}), longer.data, a.desk.peer)) == "no_such_file");
    REQUIRE(a.send_all(a.desk, photo).status == 200);
    CHECK(a.ask(a.budi, photo).place == FilePlace::here);
}

TEST_CASE("whoever does not see the row learns nothing of the file and brings none") {
    Albums a;
    const Bytes photo(5000), thumbnail(300, 2);
    REQUIRE(a.attach(a.budi, a.job, photo, &thumbnail).outcome == Outcome::applied);
    CHECK(code_of(a.send(a.sari, photo, 0)) == "no_such_file");
    CHECK(a.ask(a.sari, photo).place == FilePlace::unknown);
    REQUIRE(a.send_all(a.budi, photo).status == 200);
    REQUIRE(a.send_all(a.budi, thumbnail).status == 200);
    CHECK(a.ask(a.sari, photo).place == FilePlace::unknown);
    CHECK(a.fetch(a.sari, photo).status == 404);
    CHECK(a.fetch(a.sari, thumbnail).status == 404);
    CHECK(a.fetch(a.desk, thumbnail).status == 200);
    // A name that is no hash leads nowhere in the folder.
    CHECK(a.server.service->handle({"GET", "/v1/files/../server.key", {}, {}}, a.desk.peer).status == 400);
    CHECK(a.server.service->handle({"GET", encode(ChunkTarget{photo.hash, 0, 0}), {}, {}}, Peer{}).status == 401);
}

TEST_CASE("a job that went to somebody else takes its photos along: the new holder reads, the author still brings") {
    Albums a;
    const Bytes photo(5000);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    REQUIRE(a.desk.push("assign_work_order", Kind::work_order, a.job, {{"assignee", a.sari.person}}).outcome == Outcome::applied);
    CHECK(a.ask(a.budi, photo).place == FilePlace::wanted);
    REQUIRE(a.send_all(a.budi, photo).status == 200);
    CHECK(a.fetch(a.sari, photo).status == 200);
    CHECK(a.fetch(a.budi, photo).status == 404);
    // And one attached before its author heard of it.
    const Bytes late(6000, 3);
    CHECK(a.attach(a.budi, a.job, late).outcome == Outcome::applied);
    REQUIRE(a.send_all(a.budi, late).status == 200);
    CHECK(a.fetch(a.sari, late).status == 200);
}

TEST_CASE("the same bytes attached again are there already: nothing is sent") {
    Albums a;
    const Bytes photo(file_chunk_bytes + 5);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    REQUIRE(a.send_all(a.budi, photo).status == 200);
    const auto written = a.server.disk.bytes_written;
    const Uuid other = a.job_of(a.sari);
    REQUIRE(a.attach(a.sari, other, photo).outcome == Outcome::applied);
    CHECK(a.ask(a.sari, photo).place == FilePlace::here);
    CHECK(a.server.disk.bytes_written == written);
    CHECK(a.fetch(a.sari, photo).status == 200);
}

TEST_CASE("a chunk that comes too early is told where to go on, and bytes that are not the file start over") {
    Albums a;
    Bytes photo(2 * file_chunk_bytes + 9);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    REQUIRE(a.send(a.budi, photo, 0).status == 200);
    const auto early = a.send(a.budi, photo, 2 * file_chunk_bytes);
    CHECK(early.status == 409);
    CHECK(read_failure(early.body)->expected == file_chunk_bytes);
    CHECK(a.send(a.budi, photo, 0).status == 200);
    REQUIRE(a.send(a.budi, photo, file_chunk_bytes).status == 200);
    const std::string right = photo.data;
    photo.data.back() = static_cast<char>(photo.data.back() ^ 1);
    const auto wrong = a.send(a.budi, photo, 2 * file_chunk_bytes);
    CHECK(wrong.status == 409);
    CHECK(code_of(wrong) == "wrong_hash");
    CHECK(a.ask(a.budi, photo).received == 0);
    photo.data = right;
    CHECK(a.send_all(a.budi, photo).status == 200);
    CHECK(a.ask(a.budi, photo).place == FilePlace::here);
}

TEST_CASE("limits are said by name: the shape of a chunk, another length than the row's, a full disk, a full quota, too many questions") {
    Albums a;
    const Bytes photo(2 * file_chunk_bytes);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    CHECK(a.server.post(encode(ChunkTarget{photo.hash, 0, photo.data.size()}), "short", a.budi.peer).status == 400);
    CHECK(code_of(a.server.post(encode(ChunkTarget{photo.hash, 0, 5}), "short", a.budi.peer)) == "no_such_file");
    a.server.disk.room = reserved_bytes;
    const auto full = a.send(a.budi, photo, 0);
    CHECK(full.status == 503);
    CHECK(code_of(full) == "disk_full");
    CHECK(header(full, "Retry-After") == "30");
    a.server.disk.room = std::uint64_t{1} << 40U;
    FileLimits limits;
    limits.most_coming_bytes = 2 * file_chunk_bytes;
    FileService small(*a.server.store, a.server.files, limits);
    const Bytes second(2 * file_chunk_bytes, 2);
    REQUIRE(a.attach(a.budi, a.job, second).outcome == Outcome::applied);
    const FileService::Caller caller{*a.server.store->devices().find(a.budi.device_id), *a.server.store->person(a.budi.person), {}};
    std::int64_t expected = 0;
    const auto chunk = [&](const Bytes& file, std::uint64_t at) {
        return small.take_chunk(encode(ChunkTarget{file.hash, at, file.data.size()}), file.data.substr(at, file_chunk_bytes), caller, expected);
    };
    REQUIRE(chunk(photo, 0));
    CHECK(chunk(photo, 0));
    REQUIRE_FALSE(chunk(second, 0));
    CHECK(chunk(second, 0).error().detail == "quota");
    REQUIRE(chunk(photo, file_chunk_bytes));
    CHECK(chunk(second, 0));
    FileAsk many;
    many.files.resize(501, {photo.hash, 1});
    CHECK(a.server.post(route::file_ask, encode(many), a.budi.peer).status == 413);
}

TEST_CASE("the sweep takes a file 30 days after no row mentions it, a partial one after 30 days, and no live one") {
    Albums a;
    const Bytes photo(5000), thumbnail(300, 2), orphan(700, 3);
    REQUIRE(a.attach(a.budi, a.job, photo, &thumbnail).outcome == Outcome::applied);
    REQUIRE(a.send_all(a.budi, photo).status == 200);
    REQUIRE(a.send_all(a.budi, thumbnail).status == 200);
    REQUIRE(a.server.files.put(orphan.data));
    const auto days = [&](int count) {
        for (int day = 0; day < count; ++day) {
            a.server.clock.advance(a_day);
            a.ask(a.budi, photo);
        }
    };
    days(29);
    CHECK(a.server.files.size(orphan.hash));
    days(3);
    CHECK_FALSE(a.server.files.size(orphan.hash));
    CHECK(a.server.files.size(photo.hash));
    CHECK(a.server.files.size(thumbnail.hash));
}

TEST_CASE("a file whose row comes back before the sweep has taken it starts its 30 days anew") {
    Albums a;
    const Bytes photo(5000);
    REQUIRE(a.server.files.put(photo.data));
    const auto days = [&](int count) {
        for (int day = 0; day < count; ++day) {
            a.server.clock.advance(a_day);
            a.ask(a.budi, photo);
        }
    };
    days(25);
    REQUIRE(a.attach(a.budi, a.job, photo).outcome == Outcome::applied);
    CHECK(a.ask(a.budi, photo).place == FilePlace::here);
    days(40);
    CHECK(a.ask(a.budi, photo).place == FilePlace::here);
    // As a restore of an older backup would: the row is gone for a while.
    REQUIRE(a.server.store->database().write([&] { a.server.store->database().execute("DELETE FROM attachment"); }));
    days(29);
    CHECK(a.server.files.size(photo.hash));
}

TEST_CASE("a sweep under way and an upload do not meet: what was answered as here stays") {
    Albums a;
    std::vector<Bytes> files;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        files.emplace_back(100, seed + 10);
        REQUIRE(a.server.files.put(files.back().data));
    }
    FileLimits limits;
    limits.sweep_step = 1;
    limits.orphan_lives_ms = 1;
    FileService service(*a.server.store, a.server.files, limits);
    a.server.clock.advance(2 * a_day);
    // The first round notes all of them as orphans, the second takes one at a time while rows for half of them are born.
    for (int i = 0; i < 40; ++i) service.sweep_step();
    a.server.clock.advance(2 * a_day);
    SeededRandom random(11);
    std::vector<const Bytes*> promised;
    for (int i = 0; i < 40; ++i) {
        service.sweep_step();
        const Bytes& file = files[random.below(files.size())];
        REQUIRE(a.attach(a.budi, a.job, file).outcome == Outcome::applied);
        if (a.ask(a.budi, file).place == FilePlace::wanted) REQUIRE(a.send_all(a.budi, file).status == 200);
        promised.push_back(&file);
    }
    for (int i = 0; i < 80; ++i) {
        a.server.clock.advance(a_day / 20);
        service.sweep_step();
    }
    for (const auto* file : promised) CHECK(a.ask(a.desk, *file).place == FilePlace::here);
}
