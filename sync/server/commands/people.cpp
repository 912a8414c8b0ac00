#include <algorithm>
#include <charconv>

#include "platform/core/json_writer.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/server/commands/run.hpp"
#include "sync/server/enrolment.hpp"
#include "sync/server/server_folder.hpp"

namespace sigap {

namespace {

Result<Role> role_from(const std::string& word) {
    Role role{};
    if (from_word(word, role) && role != Role::none) return role;
    std::string known;
    for (std::size_t i = 1; i < std::size(words_of<Role>); ++i)
        known += (i == 1 ? "" : ", ") + std::string(words_of<Role>[i]);
    return usage_error("--role takes one of: " + known);
}

Result<Uuid> site_from(Store& store, const std::string& code) {
    auto query = store.database().query(store.rows().select(Kind::location) + " WHERE code=?", std::string_view(code));
    if (!query.step()) return fail(ErrorCode::not_found, "there is no location with the code " + code, "not_found");
    return store.rows().read(query, Kind::location).id;
}

}  // namespace

Result<std::string> run_user_add(Store& store, const std::filesystem::path&, const Arguments& arguments,
                                 const std::string&) {
    Person person;
    person.login = arguments.plain()[0];
    const auto role = role_from(arguments.value("--role"));
    if (!role) return role.error();
    person.role = *role;
    person.name = arguments.value("--name", person.login);
    if (arguments.has("--site")) {
        const auto site = site_from(store, arguments.value("--site"));
        if (!site) return site.error();
        person.site = *site;
    }
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'; };
    if (person.login.empty() || person.login.size() > 64 || !std::ranges::all_of(person.login, fits))
        return fail(ErrorCode::invalid, "a login is 1 to 64 of a-z, 0-9, dot, dash and underscore", "bad_login");
    if (store.person_by_login(person.login))
        return fail(ErrorCode::refused, "there is a user " + person.login + " already; choose another login",
                    "duplicate");
    person.id = make_uuid(store.clock(), store.random());
    const std::vector<Record> records{record_of(person)};
    const auto inserted = store.insert(records, {}, "user_add");
    if (!inserted) return inserted.error();
    return "added " + person.login + " as " + std::string(word_of(person.role)) + "\n";
}

Result<std::string> run_user_list(Store& store, const std::filesystem::path&, const Arguments& arguments,
                                  const std::string&) {
    const bool json = arguments.has("--json");
    std::string out = json ? "[" : "";
    auto query = store.database().query(store.rows().select(Kind::person) +
                                        " WHERE login IS NOT NULL AND role<>'none' ORDER BY login");
    while (query.step()) {
        const auto person = as<Person>(store.rows().read(query, Kind::person));
        if (!json) {
            out += person.login + "\t" + std::string(word_of(person.role)) + "\t" + person.name +
                   (person.inactive ? "\tinactive" : "") + "\n";
            continue;
        }
        if (out.size() > 1) out += ',';
        JsonWriter writer(out);
        writer.id("id", person.id)
            .text("login", person.login)
            .text("role", word_of(person.role))
            .text("name", person.name);
        writer.raw("active") += person.inactive ? "false" : "true";
        writer.end();
    }
    return json ? out + "]\n" : out;
}

Result<std::string> run_enrol(Store& store, const std::filesystem::path& folder, const Arguments& arguments,
                              const std::string&) {
    const std::string given = arguments.value("--minutes", "15");
    int minutes = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), minutes);
    if (error != std::errc{} || end != given.data() + given.size() || minutes < 1 || minutes > 1440)
        return usage_error("--minutes takes a number from 1 to 1440");
    const auto authority = load_authority(folder);
    if (!authority) return authority.error();
    const auto code = issue_code(store, authority->certificate_pem, arguments.plain()[0], minutes);
    if (!code) return code.error();
    const std::string url = remembered_url(folder);
    if (!arguments.has("--json"))
        return "On the device, within " + given + " minutes:\n  sigap enrol " + url + " " + code->code + "\n";
    std::string out;
    JsonWriter(out).text("url", url).text("code", code->code).text("expires", to_rfc3339(code->expires_at)).end();
    return out + "\n";
}

Result<std::string> run_device_list(Store& store, const std::filesystem::path&, const Arguments& arguments,
                                    const std::string&) {
    const bool json = arguments.has("--json");
    std::string out = json ? "[" : "";
    for (const auto& device : store.devices().all()) {
        const auto person = store.person(device.person);
        const std::string login = person ? person->login : std::string();
        const std::string_view status = device.revoked ? "revoked" : "active";
        if (!json) {
            out += to_string(device.id) + "\t" + login + "\t" + std::string(status) + "\t" +
                   to_rfc3339(device.last_seen_at) + "\t" + device.name + "\n";
            continue;
        }
        if (out.size() > 1) out += ',';
        JsonWriter(out)
            .id("id", device.id)
            .number("number", device.number)
            .text("name", device.name)
            .text("user", login)
            .text("status", status)
            .number("commands", device.last_n)
            .text("enrolled_at", to_rfc3339(device.enrolled_at))
            .text("last_seen_at", to_rfc3339(device.last_seen_at))
            .number("clock_skew_ms", device.skew_ms)
            .end();
    }
    return json ? out + "]\n" : out;
}

Result<std::string> run_device_revoke(Store& store, const std::filesystem::path&, const Arguments& arguments,
                                      const std::string&) {
    const auto id = parse_uuid(arguments.plain()[0]);
    if (!id) return id.error();
    SIGAP_TRY(store.database().write([&] { return store.devices().revoke(*id); }));
    return "revoked " + to_string(*id) + "\n";
}

}  // namespace sigap
