import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate` for SQLite; the same with DATABASE_URL=postgres://… for PostgreSQL. */
const postgres = (process.env["DATABASE_URL"] ?? "").startsWith("postgres");

export default defineConfig({
  dialect: postgres ? "postgresql" : "sqlite",
  schema: "./db/schema/*.ts",
  out: postgres ? "./db/migrations/postgres" : "./db/migrations/sqlite",
});
