// The detector in the form in which detectors are compared: create() → { add, themeOf }.
// Runs under plain node, after `npm ci` or `npm run build`.
import { Detector } from "../../dist/src/comments/detect/index.js";

/** A detector with a new team's settings. */
export function create() {
  const detector = new Detector();
  const themes = new Map();
  const mergedInto = new Map();
  const themeOf = (id) => {
    let theme = themes.get(id);
    while (mergedInto.has(theme)) theme = mergedInto.get(theme);
    return theme ?? `none yet: ${id}`;
  };
  return {
    add({ id, text, customer, ts }) {
      const { similar, burst, changes } = detector.add({ id, text, customer, at: ts }, ts);
      for (const { comment, theme } of changes.assigned) themes.set(comment, theme);
      for (const { from, into } of changes.merged) mergedInto.set(from, into);
      return {
        themeId: themeOf(id),
        similar,
        alert: burst ? { members: burst.members.map((member) => member.id) } : null,
      };
    },
    themeOf,
  };
}
