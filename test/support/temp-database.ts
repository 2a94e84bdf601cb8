import { Client } from "pg";
import { type Store, openStore } from "../../db/store.ts";
import { postgresUrl } from "./postgres-url.ts";
import type { TempStore } from "./temp-store.ts";

let databases = 0;

/** A database of its own in the cluster; files run side by side, so its name tells the process too. */
async function newDatabase(): Promise<string> {
  databases += 1;
  const name = `test${process.pid}_${databases}`;
  const client = new Client({ connectionString: postgresUrl("postgres") });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return postgresUrl(name);
}

/** Opens a database of the cluster, as another process would. */
export const openPostgresAt = (url: string): Promise<Store> =>
  openStore({ dialect: "postgres", url }, { now: 0 });

/** A store on a database of its own. */
export async function tempDatabase(): Promise<TempStore & { readonly url: string }> {
  const url = await newDatabase();
  let store = await openPostgresAt(url);
  return {
    url,
    file: url,
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await openPostgresAt(url);
      return store;
    },
    close: () => store.close(),
  };
}
