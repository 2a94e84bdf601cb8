export { ownDays } from "./days.ts";
export { isOwnSample, ownSample } from "./samples.ts";
