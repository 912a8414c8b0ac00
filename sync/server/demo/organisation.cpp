#include "sync/server/demo/organisation.hpp"

#include <map>

#include "platform/core/text.hpp"

namespace sigap::demo {
namespace {

constexpr std::size_t jakarta = 0, makassar = 1, jayapura = 2;

struct SiteText {
    std::string_view code, name, zone, address, phone;
    std::int64_t utc_offset_minutes;
};
constexpr std::array<SiteText, 3> site_texts{{
    {"JKT", "Kantor Pusat Jakarta", "Asia/Jakarta", "Jl. Contoh Raya No. 12, Jakarta Pusat 10110", "+622155500100",
     420},
    {"UPG", "Kantor Cabang Makassar", "Asia/Makassar", "Jl. Pantai Contoh No. 45, Makassar 90111", "+624115550100",
     480},
    {"DJJ", "Kantor Cabang Jayapura", "Asia/Jayapura", "Jl. Teluk Contoh No. 7, Jayapura 99111", "+629675550100", 540},
}};

struct FloorText {
    std::size_t site;
    std::string_view building_code, building, code, name;
    std::array<std::string_view, 4> rooms;
};
// clang-format off
constexpr std::array<FloorText, 12> floor_texts{{
    {jakarta, "A", "Gedung A Jakarta", "A1", "Lt. 1 Gedung A",
     {"Lobi", "Ruang Tunggu", "Ruang Rapat Merapi", "Pos Keamanan"}},
    {jakarta, "A", "Gedung A Jakarta", "A2", "Lt. 2 Gedung A",
     {"Keuangan", "Kasir", "Ruang Arsip", "Ruang Rapat Bromo"}},
    {jakarta, "A", "Gedung A Jakarta", "A3", "Lt. 3 Gedung A",
     {"SDM", "Pemasaran", "Pengadaan dan Hukum", "Ruang Rapat Rinjani"}},
    {jakarta, "A", "Gedung A Jakarta", "A4", "Lt. 4 Gedung A",
     {"Direksi", "Sekretariat", "Ruang Rapat Utama", "Ruang Tamu"}},
    {jakarta, "B", "Gedung B Jakarta", "B1", "Lt. 1 Gedung B",
     {"Help Desk", "Bengkel TI", "Gudang TI", "Umum"}},
    {jakarta, "B", "Gedung B Jakarta", "B2", "Lt. 2 Gedung B",
     {"Operasional", "Ruang Server", "Ruang Pelatihan", "Teknologi Informasi"}},
    {makassar, "M", "Gedung Makassar", "M1", "Lt. 1 Makassar",
     {"Lobi", "Loket Layanan", "Ruang Panel", "Ruang TI"}},
    {makassar, "M", "Gedung Makassar", "M2", "Lt. 2 Makassar",
     {"Operasional", "Keuangan", "Ruang Rapat Losari", "Ruang Server"}},
    {makassar, "M", "Gedung Makassar", "M3", "Lt. 3 Makassar",
     {"Kepala Cabang", "Pemasaran", "Ruang Pelatihan", "Ruang Rapat Bantimurung"}},
    {makassar, "G", "Gudang Makassar", "G1", "Gudang Makassar",
     {"Kantor Gudang", "Area Bongkar", "", ""}},
    {jayapura, "J", "Gedung Jayapura", "J1", "Lt. 1 Jayapura",
     {"Lobi", "Loket Layanan", "Gudang", "Ruang Server"}},
    {jayapura, "J", "Gedung Jayapura", "J2", "Lt. 2 Jayapura",
     {"Kepala Cabang", "Operasional", "Keuangan", "Ruang Rapat Sentani"}},
}};
// clang-format on

struct UnitText {
    std::string_view code, name, parent;
};
constexpr std::array<UnitText, 17> unit_texts{{
    {"NCT", "PT Nusantara Contoh", ""},
    {"DIR", "Direksi", "NCT"},
    {"FIN", "Keuangan", "NCT"},
    {"HRD", "Sumber Daya Manusia", "NCT"},
    {"MKT", "Pemasaran", "NCT"},
    {"OPS", "Operasional", "NCT"},
    {"PRC", "Pengadaan", "NCT"},
    {"LEG", "Hukum", "NCT"},
    {"GAF", "Umum", "NCT"},
    {"ITD", "Teknologi Informasi", "NCT"},
    {"HDK", "Help Desk", "ITD"},
    {"EUS", "End User Support", "ITD"},
    {"NET", "Network Administration", "ITD"},
    {"SYS", "System Administration", "ITD"},
    {"TEL", "Telecommunication Services", "ITD"},
    {"UPG", "Cabang Makassar", "NCT"},
    {"DJJ", "Cabang Jayapura", "NCT"},
}};

struct PersonText {
    std::string_view name, job_title, unit;
    std::size_t site;
    std::string_view room, login;
    Role role;
};
using enum Role;
constexpr std::array<PersonText, 60> person_texts{{
    {"Dimas Prasetyo", "Teknisi End User Support", "EUS", jakarta, "Bengkel TI", "technician", technician},
    {"Andi Nurfadillah", "Teknisi End User Support", "EUS", makassar, "Ruang TI", "technician2", technician},
    {"Ratna Kusumawati", "Agen Help Desk", "HDK", jakarta, "Help Desk", "desk", desk},
    {"Bambang Hermawan", "Pemimpin Tim End User Support", "EUS", jakarta, "Teknologi Informasi", "lead", lead},
    {"Maria Simanjuntak", "Manajer Operasional TI", "ITD", jakarta, "Teknologi Informasi", "manager", manager},
    {"Kevin Gunawan", "Administrator Sistem", "SYS", jakarta, "Teknologi Informasi", "admin", administrator},
    {"Kios Lobi Jakarta", "Layar sentuh mandiri", "HDK", jakarta, "Lobi", "kiosk", kiosk},
    {"Siti Aminah", "Teknisi End User Support", "EUS", jakarta, "Bengkel TI", "", technician},
    {"Syamsul Bahri", "Teknisi End User Support", "EUS", makassar, "Ruang TI", "", technician},
    {"Yohanes Rumbiak", "Teknisi End User Support", "EUS", jayapura, "Gudang", "", technician},
    {"Rizky Ramadhan", "Agen Help Desk", "HDK", jakarta, "Help Desk", "", desk},
    {"Hendra Wijaya", "Administrator Jaringan", "NET", jakarta, "Teknologi Informasi", "", none},
    {"Putu Eka Suryani", "Administrator Server", "SYS", jakarta, "Teknologi Informasi", "", none},
    {"Agus Harahap", "Teknisi Telekomunikasi", "TEL", jakarta, "Teknologi Informasi", "", none},
    {"Surya Atmaja", "Direktur Utama", "DIR", jakarta, "Direksi", "", none},
    {"Lestari Wibowo", "Sekretaris Direksi", "DIR", jakarta, "Sekretariat", "", none},
    {"Endang Sulistyowati", "Manajer Keuangan", "FIN", jakarta, "Keuangan", "", none},
    {"Fajar Nugroho", "Staf Akuntansi", "FIN", jakarta, "Keuangan", "", none},
    {"Melati Anggraini", "Staf Pajak", "FIN", jakarta, "Keuangan", "", none},
    {"Christian Tanoto", "Staf Perbendaharaan", "FIN", jakarta, "Keuangan", "", none},
    {"Dewi Puspitasari", "Kasir", "FIN", jakarta, "Kasir", "", none},
    {"Indah Permatasari", "Manajer SDM", "HRD", jakarta, "SDM", "", none},
    {"Teguh Santoso", "Staf Penggajian", "HRD", jakarta, "SDM", "", none},
    {"Nadia Rahmawati", "Staf Rekrutmen", "HRD", jakarta, "SDM", "", none},
    {"Reza Mahendra", "Manajer Pemasaran", "MKT", jakarta, "Pemasaran", "", none},
    {"Anisa Fitriani", "Staf Pemasaran", "MKT", jakarta, "Pemasaran", "", none},
    {"Gilang Saputra", "Desainer Grafis", "MKT", jakarta, "Pemasaran", "", none},
    {"Veronica Halim", "Account Executive", "MKT", jakarta, "Pemasaran", "", none},
    {"Joko Susilo", "Manajer Pengadaan", "PRC", jakarta, "Pengadaan dan Hukum", "", none},
    {"Wulan Sari", "Staf Pengadaan", "PRC", jakarta, "Pengadaan dan Hukum", "", none},
    {"Togar Siregar", "Staf Hukum", "LEG", jakarta, "Pengadaan dan Hukum", "", none},
    {"Made Wirawan", "Manajer Operasional", "OPS", jakarta, "Operasional", "", none},
    {"Yuliana Kartika", "Staf Operasional", "OPS", jakarta, "Operasional", "", none},
    {"Ahmad Fauzan", "Staf Operasional", "OPS", jakarta, "Operasional", "", none},
    {"Slamet Haryanto", "Koordinator Kendaraan", "GAF", jakarta, "Umum", "", none},
    {"Sri Wahyuni", "Resepsionis", "GAF", jakarta, "Lobi", "", none},
    {"Eko Purnomo", "Teknisi Gedung", "GAF", jakarta, "Umum", "", none},
    {"Hendrik Situmorang", "Analis Operasional", "OPS", jakarta, "Operasional", "", none},
    {"Baso Rahman", "Kepala Cabang", "UPG", makassar, "Kepala Cabang", "", none},
    {"Nurul Hidayah", "Sekretaris Cabang", "UPG", makassar, "Kepala Cabang", "", none},
    {"Hasnawati", "Staf Keuangan", "UPG", makassar, "Keuangan", "", none},
    {"Ilham Pratama", "Staf Keuangan", "UPG", makassar, "Keuangan", "", none},
    {"Fitri Ramadhani", "Petugas Loket", "UPG", makassar, "Loket Layanan", "", none},
    {"Daniel Tandi", "Petugas Loket", "UPG", makassar, "Loket Layanan", "", none},
    {"Rosdiana", "Staf Operasional", "UPG", makassar, "Operasional", "", none},
    {"Arman Saleh", "Staf Operasional", "UPG", makassar, "Operasional", "", none},
    {"Grace Toding", "Staf Pemasaran", "UPG", makassar, "Pemasaran", "", none},
    {"Sulaiman Hamzah", "Kepala Gudang", "UPG", makassar, "Kantor Gudang", "", none},
    {"Mutmainnah", "Admin Gudang", "UPG", makassar, "Kantor Gudang", "", none},
    {"Irwan Lukman", "Staf Operasional", "UPG", makassar, "Operasional", "", none},
    {"Yulius Kambu", "Kepala Cabang", "DJJ", jayapura, "Kepala Cabang", "", none},
    {"Debora Wambrauw", "Sekretaris Cabang", "DJJ", jayapura, "Kepala Cabang", "", none},
    {"Frans Ohee", "Staf Operasional", "DJJ", jayapura, "Operasional", "", none},
    {"Marlina Rumaropen", "Staf Keuangan", "DJJ", jayapura, "Keuangan", "", none},
    {"Petrus Mandowen", "Staf Operasional", "DJJ", jayapura, "Operasional", "", none},
    {"Ester Yoku", "Petugas Loket", "DJJ", jayapura, "Loket Layanan", "", none},
    {"Samuel Awom", "Petugas Loket", "DJJ", jayapura, "Loket Layanan", "", none},
    {"Novita Sari", "Staf Keuangan", "DJJ", jayapura, "Keuangan", "", none},
    {"Budi Setiawan", "Staf Operasional", "DJJ", jayapura, "Operasional", "", none},
    {"Agustina Merauje", "Resepsionis", "DJJ", jayapura, "Lobi", "", none},
}};

std::string email_of(std::string_view name) {
    std::string local = lower_ascii(name);
    for (char& c : local)
        if (c == ' ') c = '.';
    return local + "@nusantara.example";
}

void make_places(World& world, Timestamp founded, Organisation& out) {
    for (std::size_t i = 0; i < site_texts.size(); ++i) {
        const SiteText& text = site_texts[i];
        Location site;
        site.name = text.name, site.code = text.code;
        site.utc_offset_minutes = text.utc_offset_minutes, site.zone = text.zone;
        site.address = text.address, site.phone = text.phone;
        site.id = world.add(site, founded);
        site.site = site.id;
        world.replace(site);
        out.sites[i] = {site.id, text.code, text.utc_offset_minutes, {}};
    }
    std::map<std::string_view, Uuid> buildings;
    for (const auto& text : floor_texts) {
        const Site& site = out.sites[text.site];
        const std::string prefix = std::string(site.code) + "-";
        const auto add = [&](LocationLevel level, std::string name, std::string code, const Uuid& parent) {
            Location location;
            location.name = std::move(name), location.code = std::move(code);
            location.level = level, location.parent = parent, location.site = site.id;
            location.utc_offset_minutes = site.utc_offset_minutes;
            location.zone = site_texts[text.site].zone;
            return world.add(location, founded);
        };
        Uuid& building = buildings[text.building];
        if (!building)
            building = add(LocationLevel::building, std::string(text.building),
                           prefix + std::string(text.building_code), site.id);
        const std::string floor_code = prefix + std::string(text.code);
        const Uuid floor = add(LocationLevel::floor, std::string(text.name), floor_code, building);
        for (std::size_t room = 0; room < text.rooms.size(); ++room) {
            if (text.rooms[room].empty()) continue;
            const std::string name = std::string(text.rooms[room]) + ", " + std::string(text.name);
            const Uuid id = add(LocationLevel::room, name, floor_code + "-0" + std::to_string(room + 1), floor);
            out.rooms.push_back({id, text.rooms[room], name, text.name, text.site});
        }
    }
}

}  // namespace

const Member& Organisation::by_login(std::string_view login) const {
    for (const auto& member : people)
        if (member.login == login) return member;
    throw std::logic_error("demo: no login " + std::string(login));
}

std::size_t Organisation::room_index(std::size_t site, std::string_view name) const {
    for (std::size_t i = 0; i < rooms.size(); ++i)
        if (rooms[i].site == site && rooms[i].name == name) return i;
    throw std::logic_error("demo: no room " + std::string(name));
}

std::vector<const Member*> Organisation::clients() const {
    std::vector<const Member*> out;
    for (const auto& member : people)
        if (member.role == Role::none) out.push_back(&member);
    return out;
}

Organisation make_organisation(World& world, Timestamp founded) {
    Organisation out;
    make_places(world, founded, out);
    std::map<std::string_view, Uuid> units;
    for (const auto& text : unit_texts) {
        OrgUnit unit;
        unit.code = text.code, unit.name = text.name;
        if (!text.parent.empty()) unit.parent = units.at(text.parent);
        units[text.code] = world.add(unit, founded);
    }
    for (const auto& text : person_texts) {
        Person person;
        person.name = text.name, person.login = text.login, person.role = text.role;
        person.job_title = text.job_title, person.org_unit = units.at(text.unit), person.site = out.sites[text.site].id;
        if (text.role != Role::kiosk) {
            person.email = email_of(text.name);
            // The site's number with an extension from 101 in its last three digits.
            const std::string_view trunk = site_texts[text.site].phone;
            person.phone = std::string(trunk.substr(0, trunk.size() - 3)) + std::to_string(101 + out.people.size());
        }
        const Uuid id = world.add(person, founded);
        out.people.push_back({id, text.name, text.login, text.role, text.site, out.room_index(text.site, text.room),
                              units.at(text.unit)});
        if (text.role == Role::technician && text.login.empty()) out.sites[text.site].field_technician = id;
    }
    return out;
}

}  // namespace sigap::demo
