export { createConsoleAdapter, type ConsoleAdapter } from "./adapter.ts";
export type { Directory } from "./directory.ts";
