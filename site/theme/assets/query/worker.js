// SQLite in a thread of its own, so that the page stays alive and a question that runs away can be ended with it.
const NO_FILES = { vfs: { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-sahpool": true, "opfs-wl": true } }; // all is in memory
const ROWS = 10_000;
const BYTES = 32 << 20; // of an answer
const VALUE = 16 << 20; // bytes of one value
const HEAP = 512 << 20; // bytes that SQLite may take beside the record

let sqlite, db;

async function open({ engine, bytes }) {
  globalThis.sqlite3ApiConfig = { disable: NO_FILES };
  sqlite = await (await import(engine)).default();
  const { capi, wasm, oo1 } = sqlite;
  db = new oo1.DB(":memory:");
  const data = wasm.allocFromTypedArray(bytes);
  const how = capi.SQLITE_DESERIALIZE_READONLY | capi.SQLITE_DESERIALIZE_FREEONCLOSE;
  db.checkRc(capi.sqlite3_deserialize(db, "main", data, bytes.byteLength, bytes.byteLength, how));
  capi.sqlite3_limit(db, capi.SQLITE_LIMIT_LENGTH, VALUE);
  db.exec(`PRAGMA hard_heap_limit = ${bytes.byteLength + HEAP}`);
  return {};
}

function ask({ sql }) {
  const begun = performance.now();
  const statement = prepared(sql);
  try {
    const columns = statement.getColumnNames();
    const rows = [];
    let more = false;
    let size = 0;
    while (!more && statement.step()) {
      if (rows.length === ROWS || size > BYTES) more = true;
      else size += sizeOf(rows[rows.push(statement.get([])) - 1]);
    }
    return { columns, rows, more, milliseconds: performance.now() - begun };
  } finally {
    statement.finalize();
  }
}

// About how many bytes a row takes.
function sizeOf(row) {
  return row.reduce((sum, value) => sum + 8 + (value?.length ?? 0), 0);
}

// One statement that only reads. What is behind it would not be asked, so it is refused, not passed over.
function prepared(sql) {
  if (!words(sql)) throw new Error("There is no question yet: write a SELECT, or choose one that is ready.");
  const statement = db.prepare(sql);
  const { capi } = sqlite;
  const reason =
    !capi.sqlite3_stmt_readonly(statement) ? "This page only reads: it cannot change the data. Download the database to work on it."
    : !statement.columnCount ? "This asks nothing: write a SELECT."
    : words(sql.slice(capi.sqlite3_sql(statement).length)) ? "One question at a time: there is more after the first semicolon."
    : "";
  if (!reason) return statement;
  statement.finalize();
  throw new Error(reason);
}

function words(sql) {
  return sql.replace(/--.*|\/\*[^]*?(\*\/|$)|[\s;]+/g, "");
}

// SQLite's own words, without the name and number of the code, and the line that they are about.
function told(error, sql = "") {
  const offset = db && error.resultCode ? sqlite.capi.sqlite3_error_offset(db) : -1;
  const message = error.message.replace(/^SQLITE_\w+: (sqlite3 result code \d+: )?/, "");
  if (offset < 0) return { message };
  const before = new TextDecoder().decode(new TextEncoder().encode(sql).subarray(0, offset)); // it counts bytes
  return { message, line: before.split("\n").length, offset: before.length };
}

const JOBS = { open, ask };

onmessage = async ({ data: { job, ...given } }) => {
  try {
    postMessage({ done: await JOBS[job](given) });
  } catch (error) {
    postMessage({ failed: told(error, given.sql) });
  }
};
