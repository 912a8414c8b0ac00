// The device's own tables beside those of the kinds. SQL text only; any thread.
#pragma once

#include "sync/model/sql.hpp"

namespace sigap {

// Which buckets hold the row on this device, a bit each; a row goes with its last bit.
inline constexpr OwnColumn held_column{"held", "INTEGER NOT NULL DEFAULT 0", "held|excluded.held"};
inline constexpr int most_buckets = 62;
// Tables of at most so many rows get their indexes at once, larger ones after a first pull.
inline constexpr std::int64_t rows_indexed_at_once = 2000;

inline constexpr std::string_view replica_schema = R"sql(
CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cursor(bucket TEXT PRIMARY KEY NOT NULL, bit INTEGER NOT NULL UNIQUE, seq INTEGER NOT NULL,
    count INTEGER NOT NULL DEFAULT 0, sum INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS point(seq INTEGER PRIMARY KEY, mark TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger(
    n INTEGER PRIMARY KEY,
    operation BLOB NOT NULL UNIQUE,
    state TEXT NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    overlay INTEGER NOT NULL DEFAULT 1,
    command TEXT NOT NULL,
    changes TEXT NOT NULL,
    about_kind INTEGER NOT NULL,
    about BLOB NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    message TEXT,
    conflicts TEXT,
    settled_at INTEGER,
    faults INTEGER NOT NULL DEFAULT 0,
    title TEXT);
CREATE INDEX IF NOT EXISTS ledger_unanswered ON ledger(n) WHERE answered=0;
CREATE INDEX IF NOT EXISTS ledger_overlay ON ledger(seq) WHERE overlay=1;
CREATE INDEX IF NOT EXISTS ledger_about ON ledger(about);
DROP INDEX IF EXISTS ledger_state;
CREATE INDEX IF NOT EXISTS ledger_parked ON ledger(n) WHERE state IN('refused','deferred');
CREATE TABLE IF NOT EXISTS ledger_row(kind INTEGER NOT NULL, id BLOB NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY(kind, id, n)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS ledger_row_by_n ON ledger_row(n);
CREATE TABLE IF NOT EXISTS gap(n INTEGER PRIMARY KEY, operation BLOB NOT NULL, answered INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS shadow(kind INTEGER NOT NULL, id BLOB NOT NULL, row TEXT, PRIMARY KEY(kind, id)) WITHOUT ROWID;
)sql";

}  // namespace sigap
