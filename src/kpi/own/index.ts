export { ownDays } from "./days.ts";
export { isOwnSample, ownSample, ownSamples } from "./samples.ts";
