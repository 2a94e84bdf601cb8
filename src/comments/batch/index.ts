export type { Origin } from "../comment.ts";
export { type BatchRow, readBatch } from "./read.ts";
export { storeBatch } from "./store.ts";
