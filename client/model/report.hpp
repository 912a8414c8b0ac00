// What the report of a visit says, as plain values of no language, and the code by which two copies are compared. report_of: the
// store's thread, inside Replica::read; all else: any thread.
#pragma once

#include "client/model/snapshots.hpp"
#include "sync/model/strokes.hpp"

namespace sigap {

struct ReportStep {
    std::int64_t position = 0;
    std::string text_id, text_en;
    StepState state{};
    std::string value, value_en, unit;  // value_en: of a choice, which is kept in Indonesian
    std::string skip_reason, done_by;
    Timestamp done_at;
};

// All of one part that the visit took, less what it brought back.
struct ReportPart {
    std::string name, number, unit;
    std::int64_t quantity = 0;
};

struct ReportNote {
    std::string author;
    Timestamp at;
    std::string text;
};

struct ReportFile {
    std::string sha256, type, name, caption, author;
    std::int64_t bytes = 0;
    Timestamp at;
    std::int64_t step = 0;  // position of the step that it belongs to; 0: to the visit
    bool is_picture() const { return type.starts_with("image/"); }
};

struct ReportSignature {
    std::string name, absent_reason, collected_by;
    Strokes strokes;
    bool typed = false;
    std::string signed_hash;
    Timestamp at;
    bool changed_since = false;  // what stands in the report is not what was signed
};

struct ReportRating {
    std::int64_t stars = 0;
    std::string remark;
    Timestamp at;
};

struct Report {
    Uuid visit;
    std::string organisation;
    std::string logo;  // SHA-256 of its picture; how the report looks, no part of what it says
    std::string number, title, description;  // of the order
    VisitStatus status{};
    std::string client, client_phone;
    std::vector<std::string> place;          // site first
    std::int64_t utc_offset_minutes = 0;
    std::string asset_name, asset_tag, asset_serial, asset_model;  // all empty: the order names no equipment
    std::string technician;
    Timestamp accepted_at, travelling_at, arrived_at, completed_at;
    std::int64_t break_seconds = 0;
    std::string outcome, reason, findings;
    std::string procedure_code, procedure_id, procedure_en;        // the title in both languages
    std::int64_t procedure_version = 0;                            // 0: not known here
    std::vector<ReportStep> steps;                                 // by position
    std::vector<ReportPart> parts;                                 // by name
    std::vector<ReportNote> notes;                                 // oldest first
    std::vector<ReportFile> files;                                 // oldest first
    std::vector<ReportSignature> signatures;                       // newest first
    std::vector<ReportRating> ratings;                             // newest first

    // The visit goes on: what stands here may still change.
    bool is_interim() const { return !has_ended(status); }
    // Absent until both ends of the span are known; never below zero. Work is without breaks.
    std::optional<std::int64_t> travel_seconds() const;
    std::optional<std::int64_t> work_seconds() const;
    // When the newest of what it says happened.
    Timestamp last_change() const;
};

// Error{not_found} where the visit is not on this device.
Result<Report> report_of(Replica& replica, const Uuid& visit);

// All that the report says (sync/model/canonical_text.hpp): "sigap report 3", then every member above in its order, enumerations as
// their words. A picture is its SHA-256, whether or not its bytes are on this device.
std::string canonical_text(const Report& report);
// The first 16 hexadecimal digits of the SHA-256 of canonical_text: "1A2B-3C4D-5E6F-7A8B". The same in both languages and on
// every device that has the same records.
std::string verification_code(const Report& report);

}  // namespace sigap
