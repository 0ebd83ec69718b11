// The schema's versions, and what a connection needs before it can read one.
#pragma once

#include "store/sqlite/database.h"

namespace depesche {

/// The version this program writes: the number of the newest migration.
int newest_schema();
/// 0 for an empty file.
int schema_version(Connection& db);

/// WAL, synchronous=FULL (and the folder with a file's first journal), foreign keys, and the
/// functions the schema names. Every connection to an archive passes through here before its first
/// query.
void prepare_connection(Connection& db, OpenMode mode);

/// Throws StoreError NewerSchema with a sentence when a newer program wrote the file.
void refuse_newer_schema(Connection& db);

/// Runs the migrations that are missing, all in one transaction. Throws StoreError NewerSchema when
/// the file was written by a newer program, Damaged when it is no archive.
void migrate(Connection& db);

}  // namespace depesche
