export { createConsoleAdapter, type ConsoleAdapter } from "./adapter.ts";
export type { ConsoleOptions, Health, Log } from "./options.ts";
export type { Channel, Directory, Person } from "./directory.ts";
