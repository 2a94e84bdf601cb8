import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Store, openStore } from "../../db/store.ts";

/** A store in a folder of its own. */
export interface TempStore {
  readonly store: Store;
  readonly file: string;
  /** Closes the store and opens the file again. */
  reopen(): Promise<Store>;
  /** Closes everything and removes the folder. */
  close(): Promise<void>;
}

/** Opens an empty SQLite store in a temporary folder. */
export async function tempStore(): Promise<TempStore> {
  const folder = await mkdtemp(join(tmpdir(), "floorwalker-store-"));
  const file = join(folder, "test.db");
  let store = await openStore({ dialect: "sqlite", file }, { now: 0 });
  return {
    file,
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await openStore({ dialect: "sqlite", file }, { now: 0 });
      return store;
    },
    close: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
