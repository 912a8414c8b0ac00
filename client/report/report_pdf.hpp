// The report of a visit as a PDF that an organisation sends to its client. Any thread; nothing but values in and bytes out. The
// same report, pictures and language give the same bytes.
#pragma once

#include <set>

#include "client/model/report.hpp"
#include "platform/media/picture.hpp"

namespace sigap::report {

struct Pictures {
    // Of each file of the report in their order; nothing for one that is no picture, cannot be shown, or is not here.
    std::vector<std::optional<PrintPicture>> files;
    std::set<std::size_t> missing;          // which of them are pictures that are not on this device
    std::optional<PrintPicture> logo;
};

struct ReportPdf {
    std::string bytes;
    std::size_t pages = 0;
    std::string code;  // verification_code
};

// Error{limit} where memory does not suffice.
Result<ReportPdf> make_pdf(const Report& report, const Pictures& pictures, Language language);

}  // namespace sigap::report
