#include "sync/server/enrolment.hpp"

#include "platform/core/text.hpp"
#include "platform/crypto/enrolment_code.hpp"

namespace sigap {

namespace {

constexpr int certificate_days = 90;
constexpr std::size_t longest_name = 100;

Result<Person> may_enrol(const std::optional<Person>& person) {
    if (!person) return fail(ErrorCode::not_found, "there is no such user; see sigap-server user list", "not_found");
    if (person->inactive || person->role == Role::none)
        return fail(ErrorCode::refused,
                    "\"" + person->name + "\" has no role or is inactive, and may not use the system", "inactive");
    return *person;
}

}  // namespace

Result<IssuedCode> issue_code(Store& store, std::string_view authority_pem, std::string_view login, int minutes) {
    const auto person = may_enrol(store.person_by_login(login));
    if (!person) return person.error();
    const auto code = make_enrolment_code(store.random(), authority_pem);
    if (!code) return code.error();
    const Timestamp expires{store.clock().now().ms + minutes * std::int64_t{60'000}};
    SIGAP_TRY(store.database().write([&] { store.devices().add_code(stored_form(*code), person->id, expires); }));
    return IssuedCode{to_string(*code), expires};
}

Result<EnrolReply> enrol(Store& store, const Identity& authority, const EnrolRequest& request) {
    const auto code = parse_enrolment_code(request.code);
    if (!code) return fail(ErrorCode::denied, "this code is wrong; check it, or ask for a new one", "wrong_code");
    if (!matches(*code, authority.certificate_pem))
        return fail(ErrorCode::denied, "this code is for another server; check the address", "other_server");
    if (request.device_name.size() > longest_name || !is_utf8(request.device_name))
        return fail(ErrorCode::invalid, "the device's name is too long or no text", "bad_request");
    return store.database().write([&]() -> Result<EnrolReply> {
        const Timestamp now = store.clock().now();
        const auto owner = store.devices().use_code(stored_form(*code), now);
        if (!owner) return owner.error();
        const auto person = may_enrol(store.person(*owner));
        if (!person) return person.error();
        Device device;
        device.id = make_uuid(store.clock(), store.random());
        device.number = store.devices().next_number();
        device.name = request.device_name;
        device.person = person->id;
        device.enrolled_at = device.last_seen_at = now;
        const auto certificate =
            sign_device(authority, request.certificate_request, to_string(device.id), certificate_days, store.clock());
        if (!certificate)
            return fail(ErrorCode::invalid, "the request for a certificate is not good: " + certificate.error().message,
                        "bad_request");
        auto print = fingerprint(*certificate);
        if (!print) return print.error();
        device.fingerprint = std::move(*print);
        store.devices().add(device, *certificate);
        return EnrolReply{device.id,     device.number, *certificate,         person->id,
                          person->login, person->role,  store.organisation(), store.epoch()};
    });
}

}  // namespace sigap
