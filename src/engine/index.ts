export { type Condition, allConditions, clearCondition, raiseCondition } from "./conditions.ts";
export { type DueAction, type DueHandler, type DueOutcome, arm, runDueActions } from "./due-actions.ts";
export { Engine, type Module } from "./engine.ts";
