#include <sqlite3.h>

/// The last connection to close leaves the write-ahead log as it is: sqlite3_db_config(), which Swift cannot call.
static inline int csqlite_keep_log(sqlite3 *connection) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/// Statistics of memory are off; to be called before anything else: sqlite3_config(), which Swift cannot call.
static inline int csqlite_count_no_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
