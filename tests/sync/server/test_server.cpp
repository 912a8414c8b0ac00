#include "tests/sync/server/test_server.hpp"

namespace sigap::testing {

BareServer::BareServer() {
    authority = make_authority("Test authority", clock).value();
    OpenOptions options;
    options.path = folder.path() / "server.db";
    options.key = DatabaseKey{1, 2, 3};
    store = std::move(Store::open(options, catalogue(), clock, random).value());
    if (!store->found("Test")) throw std::runtime_error("the organisation could not be founded");
    service = std::make_unique<Service>(*store, authority, &files);
    Location place;
    place.name = "Jakarta";
    place.code = "JKT";
    site = add(place);
}

void BareServer::insert(const std::vector<Record>& records) {
    if (auto done = store->insert(records, {}, "test"); !done) throw std::runtime_error(done.error().message);
}

Uuid BareServer::add_person(std::string login, Role role, const Uuid& at) {
    Person person;
    person.name = "Person " + login;
    person.login = std::move(login);
    person.role = role;
    person.site = at;
    return add(person);
}

std::string BareServer::code_for(const std::string& login, int minutes) {
    return issue_code(*store, authority.certificate_pem, login, minutes).value().code;
}

HttpResponse BareServer::post(std::string_view path, std::string body, const Peer& peer, HttpHeaders headers) {
    return service->handle({"POST", std::string(path), std::move(headers), std::move(body)}, peer);
}

HttpResponse BareServer::enrol(const std::string& code, const std::string& address) {
    const auto request = make_request(make_key().value(), "device").value();
    Peer peer;
    peer.address = address;
    return post(route::enrol, encode(EnrolRequest{code, request, "laptop"}), peer);
}

BareDevice BareServer::device(const std::string& login) {
    return {*this, read_enrol_reply(enrol(code_for(login)).body).value()};
}

std::vector<Conflict> BareServer::conflicts() {
    std::vector<Conflict> all;
    auto query = store->database().query(store->rows().select(Kind::conflict) + " ORDER BY seq,id");
    while (query.step()) all.push_back(as<Conflict>(store->rows().read(query, Kind::conflict)));
    return all;
}

BareDevice::BareDevice(BareServer& server, const EnrolReply& enrolled)
    : device_id(enrolled.device), person(enrolled.person), server_(server) {
    peer = {"127.0.0.1", enrolled.certificate, fingerprint(enrolled.certificate).value(), true};
}

Command BareDevice::command(std::string name, Kind kind, const Uuid& target, Arguments arguments) {
    Command made;
    made.operation = make_uuid(server_.clock, server_.random);
    made.name = std::move(name);
    made.target_kind = kind;
    made.target = target;
    made.by = person;
    made.at = server_.clock.now();
    made.arguments = std::move(arguments);
    if (const auto row = held.find({kind, target}); row != held.end())
        made.bases.push_back({kind, target, row->second.record.seq, {}});
    return made;
}

HttpResponse BareDevice::send(const std::vector<PushedCommand>& commands) {
    return server_.post(route::push, encode(PushRequest{catalogue().version(), commands}), peer);
}

PushResult BareDevice::push(Command made) {
    const auto reply = read_push_reply(send({next(std::move(made))}).body);
    return reply.value().results.at(0);
}

PullReply BareDevice::page() {
    PullRequest request{catalogue().version(), server_.store->epoch(), {}, until};
    for (const auto& [bucket, seq] : cursors) request.cursors.push_back({bucket, seq});
    const auto response = server_.post(route::pull, encode(request), peer);
    auto reply = read_pull_reply(response.body, catalogue());
    if (!reply) throw std::runtime_error(response.body);
    for (const auto& row : reply->rows) {
        auto& mine = held[{row.record.kind, row.record.id}];
        mine.record = row.record;
        for (std::size_t i = 0; i < reply->served.size(); ++i)
            if (row.buckets >> i & 1U) mine.buckets[reply->served[i]] = true;
    }
    for (const auto& out : reply->outs) {
        const auto mine = held.find({out.kind, out.id});
        if (mine == held.end()) continue;
        for (std::size_t i = 0; i < reply->served.size(); ++i)
            if (out.buckets >> i & 1U) mine->second.buckets.erase(reply->served[i]);
        if (mine->second.buckets.empty()) held.erase(mine);
    }
    for (const auto& bucket : reply->served) cursors[bucket] = reply->next;
    until = reply->until;
    return std::move(*reply);
}

int BareDevice::pull() {
    until = 0;
    for (int pages = 1; pages < 1000; ++pages)
        if (const auto reply = page(); reply.served.empty()) return pages;
    throw std::runtime_error("the pull does not end");
}

std::string code_of(const HttpResponse& response) {
    const auto failure = read_failure(response.body);
    return failure ? failure->code : "no failure: " + response.body;
}

}  // namespace sigap::testing
