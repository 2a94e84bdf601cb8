export {
  type AuthorityRow,
  DECISION_MARKS,
  type Decision,
  type DecisionMark,
  boundaryOf,
  decisionsOf,
  mayDecide,
} from "./register.ts";
export { registerAt } from "./store.ts";
