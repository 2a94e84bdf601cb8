import type { FC } from "hono/jsx";
import type { Entry } from "../book.ts";
import { actionAddress } from "./address.ts";
import type { Snapshot } from "./snapshot.ts";
import { inView } from "./swap.ts";

/**
 * What can be done with any message. Not with a private answer: that was said to one person, and
 * is gone after a restart.
 * @param by id of the line that says whose message it is, and when: it tells one such button from the next
 */
export const Shortcuts: FC<{ entry: Entry; shown: Snapshot; by: string }> = ({ entry, shown, by }) =>
  entry.onlyFor !== undefined || shown.shortcuts.length === 0 ? (
    <></>
  ) : (
    <div class="shortcuts">
      {shown.shortcuts.map(({ name, label }) => (
        <form hx-post={actionAddress(shown, "/use")} hx-disable="find button" {...inView}>
          <input type="hidden" name="message" value={entry.id} />
          <input type="hidden" name="shortcut" value={name} />
          <button
            type="submit"
            class="shortcut"
            aria-label={`${label} from this message`}
            aria-describedby={by}
          >
            {label}
          </button>
        </form>
      ))}
    </div>
  );
