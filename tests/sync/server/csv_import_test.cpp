#include "sync/server/import/csv_import.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "sync/model/kinds/asset.hpp"
#include "sync/model/kinds/location.hpp"
#include "sync/model/kinds/person.hpp"
#include "sync/model/kinds/ticket.hpp"
#include "sync/server/import/csv_columns.hpp"
#include "sync/server/import/csv_values.hpp"
#include "tests/support/source_folder.hpp"

using namespace sigap;

namespace {

std::string fixture(const std::string& name) {
    std::ifstream in(sigap::testing::source_folder() + "/tests/sync/server/fixtures/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// What the server's store does with a plan: each record replaces the one of its id.
class Register {
public:
    Register() {
        Person person;
        person.id = make_uuid(clock_, random_), person.name = "Dimas Prasetyo", person.login = "technician";
        rows_.push_back(record_of(person));
    }

    ImportPlan import(std::string_view bytes, const KindInfo& kind = kind_of<Asset>) {
        auto plan = plan_import(
            kind, bytes, [this](Kind of) { return all(of); }, clock_, random_);
        INFO((plan ? "" : plan.error().message));
        REQUIRE(plan);
        for (const auto& record : plan->records) {
            std::erase_if(rows_, [&](const Record& row) { return row.id == record.id; });
            rows_.push_back(record);
        }
        return *std::move(plan);
    }

    Result<ImportPlan> attempt(std::string_view bytes, const KindInfo& kind = kind_of<Asset>) {
        return plan_import(
            kind, bytes, [this](Kind of) { return all(of); }, clock_, random_);
    }

    template <typename T>
    Uuid put(T row) {
        row.id = make_uuid(clock_, random_);
        rows_.push_back(record_of(row));
        return row.id;
    }

    std::vector<Record> all(Kind kind) const {
        std::vector<Record> out;
        for (const auto& row : rows_)
            if (row.kind == kind) out.push_back(row);
        return out;
    }

    template <typename T>
    T named(std::string_view name) const {
        for (const auto& record : all(kind_of<T>.kind))
            if (const auto row = as<T>(record); row.name == name) return row;
        FAIL("nothing is called " << name);
        return {};
    }

private:
    ManualClock clock_;
    SeededRandom random_{1};
    std::vector<Record> rows_;
};

std::string reason_at(const ImportPlan& plan, std::size_t line) {
    for (const auto& fault : plan.faults)
        if (fault.line == line) return fault.reason;
    return {};
}

std::string date(std::string_view text) {
    const auto time = parse_csv_date(text);
    return time ? to_rfc3339(*time).substr(0, 10) : "";
}

std::int64_t amount(std::string_view text) {
    const auto value = parse_csv_amount(text);
    return value ? *value : -1;
}

}  // namespace

TEST_CASE("a Snipe-IT export is taken with its good lines, and its bad ones are named", "[import]") {
    Register reg;
    const auto plan = reg.import(fixture("snipe-it.csv"));
    CHECK(plan.delimiter == ',');
    CHECK(plan.born == 4);
    CHECK(plan.changed == 0);
    CHECK(plan.faults.size() == 6);
    // The first row's note holds a line end, so that every later row is one line further down.
    CHECK(reason_at(plan, 6).find("Asset Tag") == 0);
    CHECK(reason_at(plan, 7).find("none of id, tag, serial") != std::string::npos);
    CHECK(reason_at(plan, 8).find("Purchase Date") == 0);
    CHECK(reason_at(plan, 9).find("Asset Tag") == 0);
    CHECK(reason_at(plan, 10).find("Status") == 0);
    CHECK(reason_at(plan, 12).find("19 fields") != std::string::npos);

    const auto laptop = reg.named<Asset>("Laptop Dimas");
    CHECK(laptop.tag == "LTP-9000017");
    CHECK(laptop.status == AssetStatus::in_use);
    CHECK(laptop.cost == 21'500'000);
    CHECK(laptop.holder.id == reg.named<Person>("Dimas Prasetyo").id);
    CHECK(to_rfc3339(laptop.purchased_at) == "2024-03-15T00:00:00.000Z");
    CHECK(laptop.remarks == "Serah terima 18 Maret,\nadaptor 65 W");
    const auto model = reg.named<AssetModel>("ThinkPad T14 Gen 4");
    CHECK(laptop.model.id == model.id);
    CHECK(model.number == "21HD");
    CHECK(model.manufacturer == "Lenovo");
    CHECK(model.category == "Laptop");

    const auto nameless = reg.named<Asset>("ThinkPad T14 Gen 4");
    CHECK(nameless.status == AssetStatus::in_stock);
    const auto printer = reg.named<Asset>("Printer \"Keuangan\"");
    CHECK(printer.status == AssetStatus::in_repair);
    CHECK(printer.serial.empty());
    CHECK(reg.named<Person>("Sinta Maharani").login.empty());
    const auto place = reg.named<Location>("Cabang Makassar");
    CHECK(place.site.id == place.id);
    CHECK(reg.all(Kind::asset_model).size() == 3);
}

TEST_CASE("a Windows-1252 register with semicolons and Indonesian headings is taken", "[import]") {
    Register reg;
    const auto plan = reg.import(fixture("register-cp1252.csv"));
    CHECK(plan.encoding == TextEncoding::cp1252);
    CHECK(plan.delimiter == ';');
    CHECK(plan.unused_columns.empty());
    CHECK(plan.born == 3);
    REQUIRE(plan.faults.size() == 2);
    CHECK(plan.faults[0].line == 5);
    CHECK(plan.faults[1].line == 6);
    const auto laptop = reg.named<Asset>("Laptop André");
    CHECK(laptop.cost == 11'300'000);
    CHECK(laptop.condition == AssetCondition::good);
    CHECK(laptop.location.id == reg.named<Location>("Café lantai 1").id);
    CHECK(laptop.remarks == "Garansi – sampai 2026");
    const auto printer = reg.named<Asset>("Printer loket");
    CHECK(printer.cost == 3'300'000);
    CHECK(to_rfc3339(printer.purchased_at).substr(0, 10) == "2021-08-01");
    CHECK(printer.condition == AssetCondition::broken);
    CHECK(reg.named<Asset>("UPS tua").status == AssetStatus::retired);
}

TEST_CASE("importing the same file twice changes nothing", "[import]") {
    for (const std::string name : {"snipe-it.csv", "register-cp1252.csv"}) {
        Register reg;
        const auto first = reg.import(fixture(name));
        const auto second = reg.import(fixture(name));
        CHECK(second.records.empty());
        CHECK(second.made.empty());
        CHECK(second.unchanged == first.born);
        CHECK(second.faults.size() == first.faults.size());
    }
}

TEST_CASE("a bad line still speaks for its record, so that a later line does not take its place", "[import]") {
    Register reg;
    const std::string file =
        "name,code,site\n"
        "Ruang 1,HO-1,Kantor\n"
        "Ruang 2,HO-1,\n"
        "Gudang,kantor,\n";
    CHECK(reason_at(reg.import(file, kind_of<Location>), 3) == "the same location stands on line 2 already");
    const auto again = reg.import(file, kind_of<Location>);
    CHECK(reason_at(again, 2).find("several records") != std::string::npos);
    CHECK(reason_at(again, 3) == "the same location stands on line 2 already");
    CHECK(again.born + again.changed == 0);
    CHECK(reg.named<Location>("Ruang 1").code == "HO-1");
}

TEST_CASE("a code stands on one line only, also when the first line with it is bad", "[import]") {
    Register reg;
    const std::string file =
        "name,code\n"
        "Ruang 1,\n"
        "Ruang 1,HO-1\n"
        "Gudang,HO-1\n";
    for (int i = 0; i < 2; ++i) {
        const auto plan = reg.import(file, kind_of<Location>);
        CHECK(reason_at(plan, 3) == "the same location stands on line 2 already");
        CHECK(reason_at(plan, 4) == "the same location stands on line 3 already");
        CHECK(plan.born == (i == 0 ? 1 : 0));
        CHECK(plan.changed == 0);
    }
}

TEST_CASE("a bad line that may mean the same one as a later line keeps it from being taken", "[import]") {
    Register reg;
    const std::string file =
        "name,code\n"
        "Keuangan,\n"
        "KEUANGAN,FIN\n"
        "Umum,GA\n";
    for (int i = 0; i < 2; ++i) {
        const auto plan = reg.import(file, kind_of<OrgUnit>);
        CHECK(reason_at(plan, 2) == "code is empty");
        CHECK(reason_at(plan, 3) == "the same org_unit stands on line 2 already");
        CHECK(plan.born == (i == 0 ? 1 : 0));
        CHECK(plan.changed == 0);
    }
    const auto people = reg.import("name,login,inactive\nBudi Santoso,budi,perhaps\nBudi Santoso,budi2,no\n", kind_of<Person>);
    CHECK(reason_at(people, 2).find("inactive") == 0);
    CHECK(people.born == 1);
    CHECK(reg.named<Person>("Budi Santoso").login == "budi2");
}

TEST_CASE("lines that say the ids of their records may share all else", "[import]") {
    Register reg;
    Location store;
    store.name = "Gudang";
    store.code = "R1";
    const Uuid first = reg.put(store), second = reg.put(store);
    const auto plan = reg.import("id,name,code,level\n" + to_string(first) + ",Gudang,R1,nowhere\n" + to_string(second) + ",Gudang 2,R1,room\n" +
                                     to_string(second) + ",Gudang 3,R1,room\n",
                                 kind_of<Location>);
    CHECK(reason_at(plan, 2).find("level") == 0);
    CHECK(reason_at(plan, 3).empty());
    CHECK(reason_at(plan, 4) == "the same location stands on line 3 already");
    CHECK(plan.changed == 1);
    CHECK(reg.named<Location>("Gudang 2").id == second);
}

TEST_CASE("a record that a line renames is found by its new name only", "[import]") {
    Register reg;
    reg.import("name,code\nHead office,HO\n", kind_of<Location>);
    const std::string file =
        "name,code,parent\n"
        "Kantor pusat,HO,\n"
        "Head office,,\n"
        "Ruang 1,R1,Kantor pusat\n";
    const auto first = reg.import(file, kind_of<Location>);
    CHECK(first.faults.empty());
    CHECK(reg.named<Location>("Ruang 1").parent.id == reg.named<Location>("Kantor pusat").id);
    CHECK(reg.named<Location>("Head office").id != reg.named<Location>("Kantor pusat").id);
    const auto again = reg.import(file, kind_of<Location>);
    CHECK(again.born + again.changed == 0);
    CHECK(again.unchanged == 3);
}

TEST_CASE("an asset is known again by its tag, then by its serial", "[import]") {
    Register reg;
    reg.import("Asset Tag,Serial,Asset Name\n1001,ABC123,One\n,DEF456,Two\n1003,,Three\n");
    const auto plan = reg.import("Asset Tag,Serial,Asset Name\n1001,,First\n1002,def456,\n1003,GHI789,Three\n");
    CHECK(plan.faults.empty());
    CHECK(plan.born == 0);
    CHECK(plan.changed == 3);
    CHECK(reg.named<Asset>("First").serial == "ABC123");
    CHECK(reg.named<Asset>("Two").tag == "1002");
    CHECK(reg.all(Kind::asset).size() == 3);
}

TEST_CASE("two machines never become one", "[import]") {
    Register reg;
    reg.import("Asset Tag,Serial,Asset Name\n1001,ABC123,One\n1002,DEF456,Two\n");
    const auto plan = reg.import(
        "Asset Tag,Serial,Asset Name\n1001,XYZ999,One\n1009,DEF456,Two\n1001,DEF456,Both\n"
        "2001,Default string,A\n2002,Default string,B\n");
    CHECK(plan.faults.size() == 3);
    CHECK(reason_at(plan, 4).find("two different records") != std::string::npos);
    CHECK(plan.born == 2);
    CHECK(plan.changed == 0);
}

TEST_CASE("a status that work has changed is not set back by an older file", "[import]") {
    Register reg;
    reg.import("Asset Tag,Asset Name,Status\n1001,One,Deployed\n");
    const auto plan = reg.import("Asset Tag,Asset Name,Status\n1001,One,Archived\n");
    CHECK(plan.unchanged == 1);
    CHECK(reg.named<Asset>("One").status == AssetStatus::in_use);
    CHECK(reg.import("Asset Tag,Asset Name,Status\n1002,Two,disposed\n").faults.size() == 1);
}

TEST_CASE("other kinds are imported by their declared columns", "[import]") {
    Register reg;
    auto plan = reg.import("code,name,parent\nITD,Teknologi Informasi,\nEUS,End User Support,ITD\n", kind_of<OrgUnit>);
    CHECK(plan.born == 2);
    CHECK(plan.made.empty());
    plan = reg.import("Nama Lengkap;Username;Unit Kerja\nBudi Setiawan;budi;EUS\nBudi Setiawan;budi2;ITD\n",
                      kind_of<Person>);
    CHECK(plan.born == 2);
    CHECK(plan.made.empty());
    CHECK(reg.import("Nama Lengkap;Username;Unit Kerja\nBudi Setiawan;budi;EUS\nBudi Setiawan;budi2;ITD\n",
                     kind_of<Person>)
              .unchanged == 2);
}

TEST_CASE("tickets are told apart by their numbers; titles repeat", "[import]") {
    Register reg;
    const auto& kind = kind_of<Ticket>;
    CHECK(reg.import("Number,Title\nINC-1,Printer jam\nINC-2,Printer jam\n", kind).born == 2);
    CHECK(reg.import("Number,Title\nINC-2,Printer jam\nINC-3,Printer jam\n", kind).born == 1);
    CHECK(reg.all(Kind::ticket).size() == 3);
    const auto nameless = reg.import("Number,Title\n,Printer jam\n", kind);
    CHECK(nameless.born + nameless.changed == 0);
    CHECK(nameless.faults.size() == 1);
    CHECK(reg.attempt("Title\nPrinter jam\n", kind).error().detail == "columns");
}

TEST_CASE("a line that would put a place into itself is bad, and what no field holds too", "[import]") {
    Register reg;
    auto plan = reg.import("Code,Name,Parent\nA,Site A,\nB,Building B,Site A\nC,Room C,Room C\n", kind_of<Location>);
    CHECK(plan.born == 2);
    REQUIRE(plan.faults.size() == 1);
    CHECK(plan.faults[0].line == 4);
    plan = reg.import("Code,Name,Parent\nA,Site A,Building B\nB,Building B,Building B\n", kind_of<Location>);
    CHECK(plan.faults.size() == 2);
    CHECK(plan.changed == 0);
    CHECK(reg.import("Asset Tag,Asset Name,memory_mib\n77,Seven,-8\n", kind_of<Asset>).faults.size() == 1);
    CHECK(reg.import("Asset Tag,Asset Name\n78," + std::string(1001, 'x') + "\n", kind_of<Asset>).faults.size() == 1);
}

TEST_CASE("a file that is no table is refused as a whole", "[import]") {
    Register reg;
    CHECK(reg.attempt("").error().detail == "empty");
    CHECK(reg.attempt("colour,weight\nred,1\n").error().detail == "columns");
    CHECK(reg.attempt("Asset Tag,Notes\n1,\"open\n").error().message.find("line 2:") == 0);
    CHECK(reg.attempt("id\n", *catalogue().find(Kind::activity)).error().code == ErrorCode::refused);
}

TEST_CASE("a status is read in the words of several registers", "[import]") {
    const FieldInfo& status = field_of<&Asset::status>();
    const std::pair<std::string_view, std::string> words[] = {
        {"in_use", "in_use"},
        {"In Stock", "in_stock"},
        {"Ready to Deploy (deployed)", "in_use"},
        {"Spare (deployable)", "in_stock"},
        {"Lost/Stolen", "missing"},
        {"DIPAKAI", "in_use"},
        {"Dipinjam", "on_loan"},
    };
    for (const auto& [text, word] : words) CHECK(parse_csv_cell(status, text).value() == Value{word});
    CHECK_FALSE(parse_csv_cell(status, "Sedang dipikirkan"));
}

TEST_CASE("dates are read day first or year first, and never guessed", "[import]") {
    CHECK(date("2024-03-15") == "2024-03-15");
    CHECK(date("2024-03-15 08:30:00") == "2024-03-15");
    CHECK(date("15/03/2024") == "2024-03-15");
    CHECK(date("5.3.24") == "2024-03-05");
    CHECK(date("15 Maret 2024") == "2024-03-15");
    CHECK(date("1 Okt 2021") == "2021-10-01");
    CHECK(date("2024-03-15T08:30:00+07:00") == "2024-03-15");
    for (const auto* bad :
         {"03/15/2024", "2023-02-30", "soon", "2024", "1/1", "15 Foo 2024", "99999999999-1-1", "12:30", " ", "-/-/-"})
        CHECK(date(bad).empty());
}

TEST_CASE("an exact time outside the calendar is no date", "[import]") {
    CHECK(date("2026-03-01T08:30:00+07:00") == "2026-03-01");
    CHECK(date("0026-03-01T08:30:00+07:00").empty());
    CHECK(date("1969-12-31T23:59:59Z").empty());
}

TEST_CASE("amounts are read with either separator", "[import]") {
    CHECK(amount("21500000") == 21'500'000);
    CHECK(amount("21,500,000.00") == 21'500'000);
    CHECK(amount("21.500.000,50") == 21'500'001);
    CHECK(amount("Rp 1.500") == 1'500);
    CHECK(amount("Rp21.500.000,-") == 21'500'000);
    CHECK(amount("IDR 99.95") == 100);
    for (const auto* bad : {"", "mahal", "-5", "1e9", "99999999999999999999", "1,", "12 kg", "Rp"})
        CHECK(amount(bad) == -1);
}
