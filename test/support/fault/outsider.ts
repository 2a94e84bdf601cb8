import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** Somebody else's program that has opened our database, e.g. an editor or a backup. */
export interface Outsider {
  /** Takes the write lock and resolves when it holds it. */
  lock(): Promise<void>;
  release(): Promise<void>;
  stop(): Promise<void>;
}

const said = (child: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const listen = (message: unknown): void => {
      if (message !== word) return;
      child.removeListener("message", listen);
      resolve();
    };
    child.on("message", listen);
    child.once("exit", () => reject(new Error(`the outsider ended before it said "${word}"`)));
  });

/** Starts an outsider: a process of its own, because a lock of the same process would be another thing. */
export async function startOutsider(databaseFile: string): Promise<Outsider> {
  const child = fork(join(import.meta.dirname, "outsider-entry.ts"), [databaseFile], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
  });
  const ask = async (word: string, answer: string): Promise<void> => {
    const answered = said(child, answer);
    child.send(word);
    await answered;
  };
  await said(child, "here");
  return {
    lock: () => ask("lock", "locked"),
    release: () => ask("release", "released"),
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
