#include "client/model/logo.hpp"

#include <catch2/catch_test_macros.hpp>

#include "client/report/report_file.hpp"
#include "platform/media/thumbnail.hpp"
#include "tests/client/report/report_sample.hpp"
#include "tests/support/harness.hpp"

using namespace sigap;
using namespace sigap::testing;

namespace {

std::string logo_on(TestDevice& device) {
    return must(device.replica->read([&]() -> Result<std::string> { return logo_of(*device.replica); }));
}

Uuid attach_logo(TestDevice& device, const Uuid& unit, const std::string& picture, const std::string& caption) {
    const auto stored = must(device.files->put(picture));
    return device.perform("attach_file", unit, {{"sha256", stored.hash}, {"bytes", static_cast<std::int64_t>(stored.bytes)}, {"type", std::string("image/jpeg")}, {"caption", caption}}).id;
}

}  // namespace

TEST_CASE("the logo that an administrator attached to the organisation's uppermost unit comes to a technician's device and stands in the report") {
    Harness harness;
    OrgUnit company, branch;
    company.id = make_uuid(harness.clock, harness.random);
    company.code = "HQ";
    company.name = "Kantor Pusat";
    branch.id = make_uuid(harness.clock, harness.random);
    branch.code = "SBY";
    branch.name = "Surabaya";
    branch.parent.id = company.id;
    harness.insert(std::vector{record_of(company), record_of(branch)});
    const Uuid visit = harness.make_job("Ganti dok", "technician", harness.clock.now());
    TestDevice& admin = harness.enrol("admin");
    must(admin.sync());
    TestDevice& technician = harness.enrol("technician");
    must(technician.sync());
    CHECK(logo_on(technician).empty());

    const std::string first = sample_jpeg(300, 100, 1), second = sample_jpeg(300, 100, 2);
    attach_logo(admin, company.id, first, "logo");
    harness.clock.advance(60'000);
    attach_logo(admin, company.id, second, "Logo");
    harness.clock.advance(60'000);
    attach_logo(admin, company.id, sample_jpeg(300, 100, 3), "the building");
    attach_logo(admin, branch.id, sample_jpeg(300, 100, 4), "logo");
    attach_logo(technician, company.id, sample_jpeg(300, 100, 5), "logo");
    must(admin.sync());
    must(admin.sync_files());
    must(technician.sync());
    must(technician.sync_files());
    CHECK(logo_on(technician) == to_hex(sha256(second)));

    const auto report = must(technician.replica->read([&]() -> Result<Report> { return report_of(*technician.replica, visit); }));
    CHECK(report.logo == to_hex(sha256(second)));
    const auto pictures = report::pictures_of(report, *technician.files);
    REQUIRE(pictures.logo);
    CHECK(pictures.logo->width == 300);
    // How it looks changes nothing of what it says.
    Report plain = report;
    plain.logo.clear();
    CHECK(verification_code(plain) == verification_code(report));
}
