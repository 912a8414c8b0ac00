// The command line beside a window, on real sockets: one process owns the profile, another asks it.
#include <catch2/catch_test_macros.hpp>

#include <boost/json.hpp>

#include "client/cli/command_line.hpp"
#include "client/cli/shot.hpp"
#include "sync/server/running_server.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

ControlReply run(cli::Backend& backend, const std::vector<std::string>& args) {
    const auto parsed = cli::parse(args);
    return parsed.reply ? *parsed.reply : cli::execute(backend, parsed.invocation);
}

// A founded server that runs, with one technician.
struct Server {
    explicit Server(const Clock& clock, Random& random) {
        {
            auto store = must(found_server(folder.path() / "server", {}, clock, random));
            Person person;
            person.id = make_uuid(clock, random);
            person.name = "Budi Santoso";
            person.login = "technician";
            person.role = Role::technician;
            const std::vector records{record_of(person)};
            must(store->insert(records, {}, "test"));
        }
        running = must(RunningServer::start(folder.path() / "server", "127.0.0.1:0", clock, random));
    }
    std::string code() {
        std::string out;
        const auto authority = must(load_authority(folder.path() / "server"));
        running->with_store([&](Store& store) { out = must(issue_code(store, authority.certificate_pem, "technician", 10)).code; });
        return out;
    }
    TempFolder folder;
    std::unique_ptr<RunningServer> running;
};

}  // namespace

TEST_CASE("the command line enrols, syncs and edits over TLS, alone and beside a window") {
    SystemClock clock;
    SystemRandom random;
    Server server(clock, random);
    const auto profile = server.folder.path() / "profile";
    const std::string code = server.code();
    {
        cli::OwnBackend own(profile, clock, random);
        CHECK(run(own, {"sync"}).exit_code == 1);
        CHECK(run(own, {"enrol", server.running->url(), "WRONG-CODE"}).exit_code == 1);
        const auto enrolled = run(own, {"enrol", server.running->url(), code, "--json"});
        INFO(enrolled.err);
        REQUIRE(enrolled.exit_code == 0);
        CHECK(run(own, {"enrol", server.running->url(), code}).exit_code == 1);
        CHECK(boost::json::parse(run(own, {"sync", "--json"}).out).at("received").as_int64() > 0);
    }
    {
        cli::OwnBackend other(server.folder.path() / "other", clock, random);
        const auto used = run(other, {"enrol", server.running->url(), code});
        CHECK(used.exit_code == 1);
        CHECK(std::ranges::count(used.err, '\n') == 1);
    }
    auto window = must(Runtime::open({profile, Language::id, true}, clock, random));
    must(window->serve(cli::window_handler(*window)));
    window->model().start();
    cli::OwnBackend second(profile, clock, random);
    CHECK(run(second, {"status"}).exit_code == 1);
    REQUIRE(second.was_busy());

    const auto shot = cli::run_shot(profile, cli::parse({"shot", "jobs", (server.folder.path() / "jobs.png").string()}).invocation, clock, random);
    CHECK(shot.exit_code == 1);
    CHECK(shot.err == "sigap: the window has this profile open; close it, then take the picture\n");

    const auto asked = [&](std::vector<std::string> args) { return must(ask(profile, {std::move(args), {}, "/"})); };
    const auto made = asked({"do", "create_ticket", "title=Printer jam", "--json"});
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    CHECK(boost::json::parse(asked({"list", "ticket", "--json"}).out).as_array().size() == 1);
    CHECK(boost::json::parse(asked({"sync", "--json"}).out).at("sent").as_int64() == 1);
    CHECK(asked({"list", "nothing"}).exit_code == 2);
    CHECK(asked({"shot", "jobs", "x.png"}).exit_code == 1);
    CHECK(asked({"--help"}).exit_code == 0);

    window->settle();
    CHECK(window->model().state().enrolled);
    CHECK(window->model().state().connection.unsent == 0);
    window.reset();
    cli::OwnBackend again(profile, clock, random);
    CHECK(boost::json::parse(run(again, {"outbox", "--json"}).out).as_array().empty());
}
