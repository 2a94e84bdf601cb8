export { Detector } from "./detector.ts";
export { DEFAULTS, type Settings } from "./settings.ts";
export type * from "./types.ts";
