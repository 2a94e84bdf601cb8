export { agree } from "./answer.ts";
export { propose } from "./propose.ts";
export { findTarget } from "./store.ts";
