// How a device comes in: an administrator makes a code for a person, the device gives it with a request for a
// certificate. One thread, the store's.
#pragma once

#include "platform/crypto/certificates.hpp"
#include "sync/server/store.hpp"

namespace sigap {

struct IssuedCode {
    std::string code;
    Timestamp expires_at;
};

// A code for the person with this login. Errors: not_found, refused where they may not enrol (inactive, without a
// role).
Result<IssuedCode> issue_code(Store& store, std::string_view authority_pem, std::string_view login, int minutes);

// Makes the device and its certificate (90 days) in the transaction that uses the code up. Errors: denied wrong_code,
// used_code or other_server, expired expired_code, invalid bad_request, storage.
Result<EnrolReply> enrol(Store& store, const Identity& authority, const EnrolRequest& request);

}  // namespace sigap
