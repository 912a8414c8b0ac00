// The report of a visit as a file of its reader's own: gathered on the store's executor, made and written on the work's. UI thread.
#pragma once

#include "client/model/executor.hpp"
#include "client/model/inbox.hpp"
#include "client/model/report.hpp"

namespace sigap {

class ReportMaker {
public:
    // What the program around the model gives; without `write` there are no reports.
    struct Means {
        std::function<Result<void>(const Report& report, Language language, const std::filesystem::path& file)> write{};  // any thread
        std::function<std::filesystem::path()> folder{};                 // where this person keeps documents; may wait
        std::function<void(const std::filesystem::path& file)> show{};   // in the program that this person reads PDFs with; may wait
    };
    struct Parts {
        Executor& work;
        Executor& store;
        Replica& replica;  // of the store's executor
        Inbox& inbox;
        Means means;
        std::function<void(const Words& words, bool failed)> say;  // UI thread
    };
    explicit ReportMaker(Parts parts) : parts_(std::move(parts)) {}
    ReportMaker(const ReportMaker&) = delete;
    ReportMaker& operator=(const ReportMaker&) = delete;

    bool available() const { return static_cast<bool>(parts_.means.write); }
    bool running() const { return running_; }
    // `title` is the first word of the file's name, in the reader's language.
    void make(const Uuid& visit, Language language, std::string title);

private:
    void ended(const Words& words, bool failed);

    Parts parts_;
    bool running_ = false;
};

// "Laporan WO-01-00001 Ganti docking station 2026-03-02.pdf": what a person recognises, and every file system takes.
std::string report_file_name(const Report& report, const std::string& title);

}  // namespace sigap
