// What the server answers to each request (sync/PROTOCOL.md). One thread, the store's; it has no socket and no clock of
// its own, so that a simulation can call it. Nothing is answered as done that is not durable.
#pragma once

#include <map>

#include "platform/net/http_server.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/file_service.hpp"

namespace sigap {

// The oldest that the server still answers in full.
struct SpokenVersions {
    int protocol = 1;
    int schema = 1;
};

class Service {
public:
    // Store and files must outlive the service. Without a place for files there are no routes for them.
    Service(Store& store, Identity authority, FileStore* files = nullptr);
    Service(Store& store, Identity authority, FileStore* files, SpokenVersions oldest, FileLimits limits = {});
    static SpokenVersions oldest_spoken(const Catalogue& catalogue);

    HttpResponse handle(const HttpRequest& request, const Peer& peer);
    // After a request to wait that was answered 204: the buckets whose next change it may be held for.
    const std::vector<std::string>& waits_for() const { return waits_for_; }

private:
    struct Asker {
        Device device;
        Person person;
    };
    Result<Asker> identify(const HttpRequest& request, const Peer& peer);
    Result<std::string> route_to(const HttpRequest& request, const Peer& peer, const std::string& body,
                                 HttpResponse& response);
    Result<void> check_protocol(int protocol) const;
    Result<void> check_version(int protocol, int schema) const;
    Result<void> check_history(const std::vector<Point>& seen);
    Result<std::string> take_enrol(const std::string& body, const Peer& peer);
    Result<std::string> take_push(const HttpRequest& from, const std::string& body, const Asker& asker);
    Result<std::string> take_pull(const HttpRequest& request, const std::string& body, const Asker& asker,
                                  HttpResponse& response);
    Result<std::string> take_file(const HttpRequest& request, const std::string& body, const Asker& asker, HttpResponse& response);
    Result<std::string> take_wait(const std::string& body, const Asker& asker, HttpResponse& response);
    Result<std::string> take_compare(const std::string& body, const Asker& asker);

    Store& store_;
    Identity authority_;
    std::optional<FileService> files_;
    SpokenVersions oldest_;
    std::int64_t expected_n_ = 0;                                // of the request in hand: what a gap is answered with
    std::vector<std::string> waits_for_;
    std::int64_t common_ = 0;                                    // the same of an epoch
    std::map<std::string, std::vector<std::int64_t>> failures_;  // times of wrong codes, by address
};

}  // namespace sigap
