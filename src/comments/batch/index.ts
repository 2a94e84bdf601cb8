export type { Origin } from "../comment.ts";
export { readBatch } from "./read.ts";
export { storeBatch } from "./store.ts";
