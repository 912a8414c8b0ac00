#include "sync/engine/waiting.hpp"

namespace sigap {

Result<HttpRequest> waiting_request(Replica& replica) {
    auto pull = replica.next_pull(0);
    if (!pull) return pull.error();
    return HttpRequest{"POST", std::string(route::wait), {{"Content-Type", "application/json"}}, encode(*pull)};
}

Waited read_waited(const Result<HttpResponse>& answer) {
    if (!answer || answer->status >= 500 || answer->status == 429) return Waited::lost;
    if (answer->status == 204) return Waited::nothing;
    const bool ours = header(*answer, "Content-Type").starts_with("application/json");
    if (!ours) return Waited::lost;
    // Another history, or no right any more: the next sync finds out what it is.
    if (answer->status == 200 || answer->status == 409 || answer->status == 401 || answer->status == 403) return Waited::more;
    return Waited::unsupported;
}

}  // namespace sigap
