import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder of the cluster that the tests start for themselves: one per run of the tests. */
export const clusterFolder = (): string =>
  join(
    tmpdir(),
    `floorwalker-pg-${process.env["FLOORWALKER_TEST_PG"] ?? (process.env["FLOORWALKER_TEST_PG"] = String(process.pid))}`,
  );

/** The address of a database of that cluster, over a socket in its folder. */
export const postgresUrl = (database: string): string =>
  `postgres://postgres@localhost/${database}?host=${encodeURIComponent(clusterFolder())}`;
