#include "sync/model/kinds/attachment.hpp"

#include <catch2/catch_test_macros.hpp>

#include "tests/sync/model/world.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Photographed : World {
    Photographed() {
        WorkOrder row;
        row.title = "Replace a dock";
        row.assignee = technician;
        order = put(row);
        Visit first;
        first.work_order = order;
        first.technician = technician;
        visit = put(first);
    }
    Arguments photo() const {
        return {{"sha256", std::string(64, 'a')}, {"bytes", 4'000'000}, {"type", "image/jpeg"}, {"name", "dok baru.jpg"},
                {"thumbnail", std::string(64, 'b')}, {"thumbnail_bytes", 9'000}, {"caption", "Dok terpasang"}};
    }
    // The refusal's word where one argument is another.
    std::string refusal_with(const std::string& name, const Value& value) {
        Arguments arguments = photo();
        for (auto& [key, given] : arguments)
            if (key == name) given = value;
        const auto done = perform("attach_file", visit, arguments);
        return done ? "" : done.error().detail;
    }
    std::vector<Attachment> attached() const {
        std::vector<Attachment> out;
        for (const auto& [key, record] : rows.rows)
            if (key.first == Kind::attachment) out.push_back(as<Attachment>(record));
        return out;
    }
    Uuid order, visit;
};

}  // namespace

TEST_CASE("a file is attached to a record with its author, its time and what it is, and the log names it") {
    Photographed world;
    const auto command = world.command("attach_file", world.visit, world.photo(), world.technician);
    const auto changes = world.judge(command);
    REQUIRE(changes);
    REQUIRE(changes->size() == 2);
    CHECK((*changes)[0].kind == Kind::attachment);
    CHECK((*changes)[0].id == derived_id(command.operation, 0));
    CHECK((*changes)[1].kind == Kind::activity);
    REQUIRE(world.perform("attach_file", world.visit, world.photo(), world.technician));
    const auto all = world.attached();
    REQUIRE(all.size() == 1);
    CHECK(all[0].about_kind == Kind::visit);
    CHECK(all[0].about == world.visit);
    CHECK(all[0].author.id == world.technician);
    CHECK(all[0].added_at);
    CHECK(all[0].bytes == 4'000'000);
    CHECK(all[0].name == "dok baru.jpg");
}

TEST_CASE("the same file attached twice stands twice: what is attached is a union") {
    Photographed world;
    REQUIRE(world.perform("attach_file", world.visit, world.photo(), world.technician));
    REQUIRE(world.perform("attach_file", world.visit, world.photo(), world.desk));
    CHECK(world.attached().size() == 2);
}

TEST_CASE("what names no file, or more than a file may be, is refused with the word for it") {
    Photographed world;
    CHECK(world.refusal_with("sha256", std::string(64, 'A')) == "hash");
    CHECK(world.refusal_with("sha256", std::string(63, 'a')) == "hash");
    CHECK(world.refusal_with("sha256", "../../etc/passwd") == "hash");
    CHECK(world.refusal_with("thumbnail", "x") == "hash");
    CHECK(world.refusal_with("bytes", -1) == "bad_value");
    CHECK(world.refusal_with("bytes", most_attachment_bytes) == "");
    CHECK(world.refusal_with("bytes", most_attachment_bytes + 1) == "too_large");
    CHECK(world.refusal_with("thumbnail_bytes", most_thumbnail_bytes + 1) == "thumbnail");
    CHECK(world.refusal_with("thumbnail_bytes", Value{}) == "thumbnail");
    CHECK(world.refusal_with("thumbnail", Value{}) == "thumbnail");
    CHECK(world.refusal_with("thumbnail", std::string(64, 'a')) == "thumbnail");
    for (const char* type : {"jpeg", "/jpeg", "image/", "image/jpeg; q=1", "IMAGE/JPEG", "a/b/c"}) {
        INFO(type);
        CHECK(world.refusal_with("type", type) == "type");
    }
    for (const char* name : {"../passwd", "a\\b", "a\nb"}) {
        INFO(name);
        CHECK(world.refusal_with("name", name) == "name");
    }
    CHECK(world.refusal_with("name", std::string(255, 'x')) == "");
    CHECK(world.refusal_with("name", std::string(256, 'x')) == "name");
    CHECK(world.refusal_with("name", "CON") == "");
}

TEST_CASE("a technician attaches to their own work only") {
    Photographed world;
    const auto refused = world.perform("attach_file", world.visit, world.photo(), world.other);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail == "not_yours");
}
