#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>
#include <thread>

#include "platform/net/curl_transport.hpp"
#include "sync/server/commands/commands.hpp"
#include "sync/server/running_server.hpp"
#include "tests/sync/server/test_server.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

struct Desk {
    TempFolder folder;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<Store> store =
        std::move(found_server(folder.path(), {"Test", {"sigap.example"}}, clock, random).value());
    ControlReply run(std::vector<std::string> words, std::string input = {}) {
        return run_server_command(*store, folder.path(), {std::move(words), std::move(input), {}});
    }
};

}  // namespace

TEST_CASE("a folder is founded once, and its files are private") {
    Desk desk;
    CHECK_FALSE(found_server(desk.folder.path(), {}, desk.clock, desk.random));
    for (const char* name : {"server.db", "server.key", "authority.key", "tls.key"}) {
        INFO(name);
        CHECK(std::filesystem::status(desk.folder.path() / name).permissions() ==
              (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    }
    TempFolder empty;
    CHECK(open_server_store(empty.path(), desk.clock, desk.random).error().detail == "no_server");
}

TEST_CASE("users are added once, with a known role, and enrolled") {
    Desk desk;
    CHECK(desk.run({"user", "add", "sari", "--role", "technician", "--name", "Sari Dewi"}).exit_code == 0);
    CHECK(desk.run({"user", "add", "sari", "--role", "desk"}).exit_code == 1);
    CHECK(desk.run({"user", "add", "budi", "--role", "king"}).exit_code == 2);
    CHECK(desk.run({"user", "add"}).exit_code == 2);
    CHECK(desk.run({"user", "list"}).out == "sari\ttechnician\tSari Dewi\n");
    const auto enrolled = desk.run({"enrol", "sari", "--json"});
    const auto json = boost::json::parse(enrolled.out);
    CHECK(json.at("url").as_string() == "https://sigap.example:8443");
    CHECK(parse_enrolment_code(std::string(json.at("code").as_string())));
    CHECK(parse_rfc3339(std::string(json.at("expires").as_string())));
    CHECK(desk.run({"enrol", "nobody"}).exit_code == 1);
    CHECK(desk.run({"enrol", "sari", "--minutes", "0"}).exit_code == 2);
    CHECK(desk.run({"frobnicate"}).exit_code == 2);
}

TEST_CASE("an import lists bad rows, keeps good ones and changes nothing the second time") {
    Desk desk;
    const std::string csv = "Asset Tag,Asset Name,Serial\n1001,Laptop,ABC123\n,Nameless,\n1003,Printer,GHI789\n";
    const auto first = boost::json::parse(desk.run({"import", "x.csv", "--kind", "asset", "--json"}, csv).out);
    CHECK(first.at("born").as_int64() == 2);
    REQUIRE(first.at("faults").as_array().size() == 1);
    CHECK(first.at("faults").at(0).at("line").as_int64() == 3);
    const auto head = desk.store->log().head();
    const auto second = boost::json::parse(desk.run({"import", "x.csv", "--kind", "asset", "--json"}, csv).out);
    CHECK(second.at("born").as_int64() == 0);
    CHECK(second.at("unchanged").as_int64() == 2);
    CHECK(desk.store->log().head() == head);
    CHECK(desk.run({"import", "x.csv", "--kind", "planet"}, csv).exit_code == 2);
}

TEST_CASE("after a restore the order goes on far away, and verify finds the log and the sums whole") {
    Desk desk;
    desk.run({"user", "add", "sari", "--role", "technician"});
    const auto epoch = desk.store->epoch();
    CHECK(desk.run({"restored"}).exit_code == 0);
    CHECK(desk.store->epoch() != epoch);
    desk.run({"user", "add", "budi", "--role", "desk"});
    CHECK(desk.store->log().head() > std::int64_t{1} << 40);
    CHECK(desk.run({"verify"}).out == "the log is whole: 3 entries\n");
    CHECK(desk.store->database().write([&] { desk.store->database().execute("UPDATE bucket_sum SET count=count+1"); }));
    CHECK(desk.run({"verify"}).exit_code == 1);
}

TEST_CASE("the log is one JSON document, and verify names what was changed in it") {
    Desk desk;
    desk.run({"user", "add", "sari", "--role", "technician"});
    const auto log = boost::json::parse(desk.run({"log", "--json"}).out);
    REQUIRE(log.as_array().size() == 1);
    CHECK(log.at(0).at("name").as_string() == "user_add");
    CHECK(log.at(0).at("outcome").as_string() == "applied");
    CHECK(desk.run({"verify"}).exit_code == 0);
    CHECK(desk.store->database().write([&] { desk.store->database().execute("UPDATE log SET command='{}'"); }));
    const auto broken = desk.run({"verify"});
    CHECK(broken.exit_code == 1);
    CHECK(broken.err.find("entry 1") != std::string::npos);
}

TEST_CASE("over TLS: a device enrols, pushes and pulls; without its certificate it gets nothing") {
    TempFolder folder;
    SystemClock clock;
    SystemRandom random;
    {
        const auto store = std::move(found_server(folder.path(), {"Test", {}}, clock, random).value());
        Person person;
        person.login = "desk", person.name = "Desk", person.role = Role::desk, person.id = make_uuid(clock, random);
        REQUIRE(store->insert(std::vector<Record>{record_of(person)}, {}, "test"));
    }
    auto server = std::move(RunningServer::start(folder.path(), "127.0.0.1:0", clock, random).value());
    const auto authority = load_authority(folder.path()).value().certificate_pem;
    std::string code;
    server->with_store([&](Store& store) { code = issue_code(store, authority, "desk", 15).value().code; });
    CHECK(remembered_url(folder.path()) == server->url());

    const auto key = make_key().value();
    CurlTransportOptions options;
    options.base_url = server->url();
    options.authority_pem = authority;
    CurlTransport stranger(options);
    const auto post = [](Transport& transport, std::string_view path, std::string body) {
        return transport.send({"POST", std::string(path), {{"Content-Type", "application/json"}}, std::move(body)})
            .value();
    };
    const auto enrolled =
        read_enrol_reply(
            post(stranger, route::enrol, encode(EnrolRequest{code, make_request(key, "d").value(), "d"})).body)
            .value();
    CHECK(post(stranger, route::pull, encode(PullRequest{catalogue().version(), {}, {}})).status == 401);

    options.certificate_pem = enrolled.certificate;
    options.key_pem = key;
    CurlTransport known(options);
    Command command;
    command.operation = make_uuid(clock, random);
    command.name = "create_ticket";
    command.by = enrolled.person;
    command.at = clock.now();
    command.arguments = {{"title", std::string("No network")}};
    const auto pushed =
        read_push_reply(post(known, route::push, encode(PushRequest{catalogue().version(), {{1, false, command}}})).body)
            .value();
    CHECK(pushed.results.at(0).outcome == Outcome::applied);
    const auto pulled = read_pull_reply(post(known, route::pull, encode(PullRequest{catalogue().version(), {}, {}})).body, catalogue()).value();
    CHECK(std::any_of(pulled.rows.begin(), pulled.rows.end(),
                      [](const WireRow& row) { return row.record.kind == Kind::ticket; }));

    // A request that waits is held until something changes, and let go when the server ends.
    PullRequest wait{catalogue().version(), {}, {}, 0};
    wait.seen = {{pulled.until, pulled.mark}};
    for (const auto& bucket : pulled.subscriptions) wait.cursors.push_back({bucket, pulled.until});
    int status = 0;
    const auto ask = [&] { status = post(known, route::wait, encode(wait)).status; };
    const auto until_held = [&] {
        for (int i = 0; i < 1'000'000 && server->held() == 0; ++i) std::this_thread::yield();
        REQUIRE(server->held() == 1);
    };
    std::thread first(ask);
    until_held();
    Person colleague;
    colleague.login = "new", colleague.name = "New", colleague.role = Role::desk, colleague.id = make_uuid(clock, random);
    server->with_store([&](Store& store) { REQUIRE(store.insert(std::vector<Record>{record_of(colleague)}, {}, "test")); });
    first.join();
    CHECK(status == 200);
    ask();  // it still has the old cursors
    CHECK(status == 200);
    const auto again = read_pull_reply(post(known, route::pull, encode(PullRequest{catalogue().version(), {}, {}})).body, catalogue()).value();
    wait.seen = {{again.until, again.mark}};
    for (auto& cursor : wait.cursors) cursor.seq = again.until;
    std::thread second(ask);
    until_held();
    server.reset();
    second.join();
    CHECK(status == 204);
}
