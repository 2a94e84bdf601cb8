export { allConditions, clearCondition, raiseCondition } from "./conditions.ts";
export { type DueAction, type DueHandler, arm, runDueActions } from "./due-actions.ts";
export { LEASE_MS, holdLease, holdsLease } from "./lease.ts";
export { Engine, type Module } from "./engine.ts";
