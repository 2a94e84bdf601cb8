export { createConsoleAdapter, type ConsoleAdapter } from "./adapter.ts";
export type { ConsoleOptions, Health } from "./options.ts";
export type { Channel, Directory, Person } from "./directory.ts";
