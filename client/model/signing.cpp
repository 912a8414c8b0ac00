#include "client/model/signing.hpp"

#include <algorithm>

#include "client/model/details.hpp"
#include "platform/crypto/hash.hpp"
#include "sync/model/signed_text.hpp"

namespace sigap {

std::string signed_hash_of(const Replica& replica, const Visit& visit) { return to_hex(sha256(signed_text(replica.rows(), visit))); }

void add_signing(const Replica& replica, JobDetail& job) {
    job.signed_hash = signed_hash_of(replica, job.visit);
    for (const auto& record : replica.rows().referring(Kind::signature, field_of<&Signature::visit>(), job.visit.id)) {
        auto signature = as<Signature>(record);
        const bool changed = signature.signed_hash != job.signed_hash;
        job.signatures.push_back({std::move(signature), {}, changed});
        job.signatures.back().collected_by = person_name(replica, job.signatures.back().signature.collected_by);
    }
    for (const auto& record : replica.rows().referring(Kind::rating, field_of<&Rating::visit>(), job.visit.id))
        job.ratings.push_back(as<Rating>(record));
    std::ranges::stable_sort(job.signatures, [](const auto& a, const auto& b) { return a.signature.signed_at > b.signature.signed_at; });
    std::ranges::stable_sort(job.ratings, [](const auto& a, const auto& b) { return a.rated_at > b.rated_at; });
}

}  // namespace sigap
