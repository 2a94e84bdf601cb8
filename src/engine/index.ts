export { allConditions, clearCondition, raiseCondition } from "./conditions.ts";
export { type DueAction, type DueHandler, arm, runDueActions } from "./due-actions.ts";
export { LEASE_MS, holdLease } from "./lease.ts";
export { Engine, type Module } from "./engine.ts";
export { type Turn, alwaysMine, leasedTurn } from "./turn.ts";
