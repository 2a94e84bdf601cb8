import { defineConfig } from "vitest/config";
import { postgresUrl } from "./test/support/postgres-url.ts";

const common = { pool: "forks" as const, testTimeout: 20_000, hookTimeout: 30_000 };

/** The quick projects run side by side; `fault` measures deadlines, so it runs alone and serially. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "hono/jsx" } },
  test: {
    projects: [
      { extends: true, test: { ...common, name: "unit", include: ["test/unit/**/*.test.{ts,tsx}"] } },
      { extends: true, test: { ...common, name: "contract", include: ["test/contract/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          ...common,
          name: "scenario",
          include: ["test/scenario/**/*.test.ts", "test/security/**/*.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "postgres",
          include: ["test/postgres/**/*.test.ts"],
          globalSetup: ["test/support/postgres.ts"],
          env: { DATABASE_URL: postgresUrl("floorwalker") },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: "fault",
          // After everything else, and alone: it measures how soon people are answered.
          sequence: { groupOrder: 1 },
          include: ["test/fault/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
