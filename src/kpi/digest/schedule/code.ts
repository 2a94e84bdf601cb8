import { conflict } from "../../../errors.ts";
import type { DigestTimes } from "../../settings.ts";
import { isZone } from "./zone.ts";

/**
 * A team and its times (null: what the organisation file says) in a button: short enough for every platform (90 characters with the action's
 * name), and read again with care, for what comes back with a click was in strange hands.
 */
export function encodeTimes(team: string, times: DigestTimes | null): string {
  if (times === null) return `${team} file`;
  const { at, days, zone, weeklyOn } = times;
  const mask = days.reduce((sum, day) => sum | (1 << (day - 1)), 0);
  return `${team} ${at.replace(":", "")} ${mask.toString(16)} ${weeklyOn} ${zone}`;
}

/** `HH:MM`, from 00:00 to 23:59. */
const WALL_TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

const CODE = /^([a-z][a-z0-9_-]{0,31}) (\d\d)(\d\d) ([0-9a-f]{1,2}) ([0-7]) (\S{1,40})$/;

/**
 * What a button was drawn with.
 * @throws AppError `conflict` where it cannot be read
 */
export function decodeTimes(arg: string): { readonly team: string; readonly times: DigestTimes | null } {
  const [, fileTeam] = /^([a-z][a-z0-9_-]{0,31}) file$/.exec(arg) ?? [];
  if (fileTeam !== undefined) return { team: fileTeam, times: null };
  const [, team = "", hour = "", minute = "", mask = "", weekly = "", zone = ""] = CODE.exec(arg) ?? [];
  const at = `${hour}:${minute}`;
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => (Number.parseInt(mask, 16) >> (day - 1)) & 1);
  if (!WALL_TIME.test(at) || days.length === 0 || Number.parseInt(mask, 16) > 127 || !isZone(zone))
    throw conflict("This button does not work any more. Run /digest schedule again.", "unreadable schedule");
  return { team, times: { at, days, zone, weeklyOn: Number(weekly) } };
}
