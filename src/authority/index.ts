export { type AuthorityRow, type Decision, boundaryOf, decisionsOf, mayDecide } from "./register.ts";
export { registerAt } from "./store.ts";
