#include <sqlite3.h>

// What Swift cannot call: functions with a variable number of arguments, and those that older headers lack.

static inline int rev_sqlite3_set_config(sqlite3 *database, int option, int value) {
  int now = 0;
  return sqlite3_db_config(database, option, value, &now);
}

static inline int rev_sqlite3_error_offset(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3038000
  return sqlite3_error_offset(database);
#else
  (void)database;
  return -1;
#endif
}

static inline long long rev_sqlite3_changes(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3037000
  return sqlite3_changes64(database);
#else
  return sqlite3_changes(database);
#endif
}

static inline long long rev_sqlite3_total_changes(sqlite3 *database) {
#if SQLITE_VERSION_NUMBER >= 3037000
  return sqlite3_total_changes64(database);
#else
  return sqlite3_total_changes(database);
#endif
}
