import { join } from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { unavailable } from "../src/errors.ts";
import { failpoint } from "../src/failpoint.ts";
import { packageRoot } from "../src/package-root.ts";
import type { Connection } from "./driver.ts";
import { type Orm, runMigrations } from "./kit.ts";
import { facility } from "./schema/foundation.ts";
import type { OpenOptions } from "./store.ts";
import { missingTriggers } from "./triggers.ts";

interface Fresh {
  readonly orm: Orm;
  readonly connection: Connection;
  readonly file: string;
  readonly fresh: boolean;
  readonly options: OpenOptions;
}

/**
 * Brings a SQLite file to this program's schema, with a backup first, and checks it.
 * @throws AppError `unavailable` when the file is newer than the program, damaged, or not ours
 */
export async function prepareDatabase({ orm, connection, file, fresh, options }: Fresh): Promise<void> {
  const folder = join(packageRoot(), "db", "migrations", "sqlite");
  const known = readMigrationFiles({ migrationsFolder: folder });
  const applied = appliedMigrations(connection);
  const newest = known.at(-1)?.folderMillis ?? 0;
  if (applied > newest) {
    throw unavailable(
      `The database ${file} was written by a newer Floorwalker. Start that version, or restore an older backup.`,
      `schema ${applied} is newer than ${newest}`,
    );
  }
  if (applied < newest) {
    if (options.existingOnly) {
      throw unavailable(
        `The database ${file} needs an upgrade. Start the bot once; it upgrades the file after a backup.`,
        "schema is older",
      );
    }
    if (!fresh && applied > 0) await connection.backup(`${file}.before-${newest}.backup`);
    // The migrator opens its own transaction, inside which SQLite ignores this switch.
    connection.pragma("foreign_keys = OFF");
    await runMigrations(orm, folder);
    failpoint("migrate.after");
    connection.pragma("foreign_keys = ON");
    refuseBrokenReferences(connection, file);
  }
  const triggers = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  const [missing] = missingTriggers(triggers);
  if (missing !== undefined) {
    throw unavailable(
      `The database ${file} has lost the guard of its record (${missing}). Restore a backup.`,
      `trigger ${missing} missing`,
    );
  }
  await rememberMode(orm, options);
}

/**
 * Only a migration writes without SQLite looking at references, so only after one can they
 * lead nowhere; looking at every start would read the whole file.
 */
function refuseBrokenReferences(connection: Connection, file: string): void {
  const broken = connection.pragma("foreign_key_check");
  if (Array.isArray(broken) && broken.length > 0) {
    throw unavailable(
      `The database ${file} is damaged (references that lead nowhere). Restore a backup.`,
      "foreign_key_check failed",
    );
  }
}

/** When the newest applied migration was made, ms; 0 for none. */
function appliedMigrations(connection: Connection): number {
  let table: unknown;
  try {
    table = connection
      .prepare("SELECT name FROM sqlite_master WHERE name = '__drizzle_migrations'")
      .pluck()
      .get();
  } catch (cause) {
    throw unavailable(
      "The database file is not a database, or it is damaged. Restore a backup; nothing was changed.",
      "not a database",
      cause,
    );
  }
  if (table === undefined) return 0;
  const newest = connection.prepare("SELECT max(created_at) FROM __drizzle_migrations").pluck().get();
  return typeof newest === "number" ? newest : Number(newest ?? 0);
}

/** Writes once what this database is. */
export async function rememberMode(orm: Orm, options: OpenOptions): Promise<void> {
  const rows = await orm.select({ n: sql`count(*)`.mapWith(Number) }).from(facility);
  if ((rows[0]?.n ?? 0) > 0 || options.existingOnly) return;
  await orm
    .insert(facility)
    .values({ id: "main", mode: options.createAs ?? "live", createdAt: options.now })
    .onConflictDoNothing();
}
