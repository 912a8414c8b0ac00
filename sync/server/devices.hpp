// The devices that may ask, and the one-time codes that let one more in. One thread, the store's; writes only inside a
// transaction.
#pragma once

#include "platform/core/random.hpp"
#include "platform/storage/database.hpp"

namespace sigap {

struct Device {
    Uuid id;
    std::int64_t number = 0;  // short, never used again
    std::string name;
    Uuid person;
    std::string fingerprint;  // of its certificate
    bool revoked = false;
    std::int64_t last_n = 0;  // of the commands it has pushed
    Timestamp enrolled_at;
    Timestamp last_seen_at;
    std::int64_t skew_ms = 0;  // its clock minus ours
};

class Devices {
public:
    explicit Devices(Database& database) : database_(database) {}
    void migrate();

    std::optional<Device> by_fingerprint(std::string_view fingerprint) const;
    std::optional<Device> find(const Uuid& id) const;
    std::vector<Device> all() const;
    void add(const Device& device, std::string_view certificate_pem);
    std::int64_t next_number() const;
    // Goes on in another thousand: those that follow may have been given to devices that this copy of the data does not know.
    void skip_numbers(Random& random);
    // Error{not_found}.
    Result<void> revoke(const Uuid& id);
    void set_last_n(const Uuid& id, std::int64_t n);
    void seen(const Uuid& id, Timestamp when, std::int64_t skew_ms);

    // `stored` is stored_form() of the code.
    void add_code(std::string_view stored, const Uuid& person, Timestamp expires_at);
    // Uses the code up and returns its person. Error{denied} wrong_code or used_code, Error{expired} expired_code.
    Result<Uuid> use_code(std::string_view stored, Timestamp now);

private:
    Database& database_;
};

}  // namespace sigap
