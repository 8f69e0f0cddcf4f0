// The receiver most people would write first: Express, better-sqlite3, every call committed and fsynced before its answer.
//
//     node server.js FOLDER

const path = require("node:path");
const Database = require("better-sqlite3");
const express = require("express");

const database = new Database(path.join(process.argv[2], "calls.db"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(
  "CREATE TABLE IF NOT EXISTS calls (call_id TEXT PRIMARY KEY, received_at INTEGER NOT NULL, body TEXT NOT NULL)",
);
const insert = database.prepare("INSERT OR IGNORE INTO calls (call_id, received_at, body) VALUES (?, ?, ?)");

const app = express();
app.use(express.json({ limit: "32mb" }));
app.post("/webhook/call-completed", (request, response) => {
  insert.run(request.body.callId, Date.now(), JSON.stringify(request.body));
  response.json({ received: true });
});

const server = app.listen(0, "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/webhook/call-completed`);
});
