export {
  type AuthorityRow,
  type Boundary,
  type Decision,
  boundaryOf,
  decisionsOf,
  mayDecide,
} from "./register.ts";
export { registerAt } from "./store.ts";
