/** Holds a write lock on the database named on the command line, as long as its parent wishes. */
import { loadDriver } from "../../../db/driver.ts";

const Database = await loadDriver();
const connection = new Database(process.argv[2] ?? "", { timeout: 5_000 });
process.on("message", (word) => {
  connection.exec(word === "lock" ? "BEGIN IMMEDIATE" : "ROLLBACK");
  process.send?.(word === "lock" ? "locked" : "released");
});
process.send?.("here");
