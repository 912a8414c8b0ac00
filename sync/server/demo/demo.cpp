#include "sync/server/demo/demo.hpp"

#include "sync/model/kinds/note.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/procedure.hpp"
#include "sync/server/demo/work.hpp"

namespace sigap {

namespace demo {
namespace {

ProceduresByCode make_procedures(World& world, std::span<const ProcedureText> texts, Timestamp published) {
    ProceduresByCode out;
    for (const auto& text : texts) {
        Procedure procedure;
        procedure.code = text.code, procedure.category = text.category, procedure.minutes = text.minutes;
        procedure.title_id = text.title.indonesian, procedure.title_en = text.title.english;
        procedure.id = world.add(procedure, published);
        ProcedureVersion version;
        version.procedure = procedure.id, version.version = 1, version.published_at = published;
        version.purpose_id = text.purpose.indonesian, version.purpose_en = text.purpose.english;
        version.steps = steps_as_json(text.steps);
        version.ordered = text.ordered, version.job_type = text.job_type;
        procedure.current = world.add(version, published);
        world.replace(procedure);
        out[text.code] = procedure.id;
    }
    return out;
}

// All but the two newest procedures are read by everybody who carries them out.
void make_acknowledgements(World& world, Timestamp published) {
    const auto versions = world.all<ProcedureVersion>();
    for (const auto& person : world.all<Person>()) {
        if (!staff.has(person.role)) continue;
        for (std::size_t i = 0; i + 2 < versions.size(); ++i)
            world.add(Acknowledgement{{}, person.id, versions[i].id, later(published, static_cast<std::int64_t>(i + 1) * hour_ms)}, published);
    }
}

void make_announcements(World& world) {
    const auto announce = [&](std::int64_t from_hours, std::int64_t until_hours, std::string_view title_id,
                              std::string_view title_en, std::string_view text_id, std::string_view text_en) {
        Announcement announcement;
        announcement.title_id = title_id, announcement.title_en = title_en;
        announcement.text_id = text_id, announcement.text_en = text_en;
        announcement.shown_from = later(world.now(), from_hours * hour_ms);
        announcement.shown_until = later(world.now(), until_hours * hour_ms);
        world.add(announcement, later(world.now(), std::min<std::int64_t>(from_hours, -2) * hour_ms));
    };
    announce(-24, 5 * 24, "Pemeliharaan server email Sabtu malam", "Mail server maintenance on Saturday night",
             "Sabtu pukul 20.00 sampai 23.00 WIB email tidak dapat dipakai. Simpan draf Anda sebelumnya.",
             "On Saturday from 20:00 to 23:00 WIB mail is not available. Save your drafts before.");
    announce(
        -72, 11 * 24, "Waspada email yang meminta kode OTP", "Beware of mail that asks for an OTP code",
        "Bagian TI tidak pernah meminta sandi atau kode OTP. Laporkan email seperti itu ke Help Desk, ekstensi 103.",
        "IT never asks for a password or an OTP code. Report such mail to the Help Desk, extension 103.");
    announce(24, 8 * 24, "Penggantian telepon lantai 3 Gedung A", "New telephones on floor 3 of building A",
             "Mulai pekan depan telepon lantai 3 diganti bertahap. Nomor ekstensi tidak berubah.",
             "From next week the telephones on floor 3 are replaced step by step. Extensions stay the same.");
}

// Written by the technicians in turn, over the half year before.
void make_articles(World& world, std::span<const Article> texts) {
    std::vector<Uuid> authors;
    for (const auto& person : world.all<Person>())
        if (person.role == Role::technician) authors.push_back(person.id);
    std::int64_t day = -180;
    for (std::size_t i = 0; i < texts.size(); ++i, day += 12) {
        Article article = texts[i];
        if (!authors.empty()) article.author = authors[i % authors.size()];
        article.updated_at = later(world.now(), day * day_ms);
        world.add(article, article.updated_at);
    }
}

Result<void> check_procedures(std::span<const ProcedureText> texts) {
    const auto check = [&](std::string_view code) -> Result<void> {
        for (const auto& text : texts)
            if (code.empty() || text.code == code) return {};
        return fail(ErrorCode::not_found, "the demo needs procedure " + std::string(code), "demo_procedure");
    };
    for (const auto& story : past_stories()) SIGAP_TRY(check(story.procedure));
    for (const auto jobs : {jobs_of_technician(), jobs_of_technician2()})
        for (const auto& job : jobs) SIGAP_TRY(check(job.story.procedure));
    return {};
}

}  // namespace
}  // namespace demo

Result<std::vector<Record>> make_demo(std::span<const ProcedureText> procedures, std::span<const Article> articles, Timestamp now,
                                      std::uint64_t seed) {
    SIGAP_TRY(demo::check_procedures(procedures));
    demo::World world(seed, now);
    const Timestamp founded = demo::later(now, -8 * 365 * demo::day_ms);
    const auto by_code = demo::make_procedures(world, procedures, demo::later(now, -200 * demo::day_ms));
    const auto organisation = demo::make_organisation(world, founded);
    const auto equipment = demo::make_equipment(world, organisation, founded);
    demo::make_work(world, organisation, equipment, by_code);
    demo::make_acknowledgements(world, demo::later(now, -190 * demo::day_ms));
    demo::make_announcements(world);
    demo::make_articles(world, articles);
    return world.take();
}

}  // namespace sigap
