import type { FC } from "hono/jsx";
import { randomIds } from "../../../src/ids.ts";
import { EVENT_ID } from "../values.ts";
import type { Snapshot } from "./snapshot.ts";
import { inView } from "./swap.ts";

/**
 * Where commands are typed. Its id names the place, and morphing skips it: an update of the
 * page leaves what is typed, while another place gets an empty one. The completion is the
 * combobox pattern on a text box: the list's active option is named by aria-activedescendant.
 */
export const Composer: FC<{ shown: Snapshot }> = ({ shown }) => (
  <form
    id={`composer-${shown.channel?.id ?? "dm"}-${shown.person.id}`}
    class="composer"
    hx-post={`${shown.address}/run`}
    hx-sync="this:drop"
    hx-morph-skip=""
    data-composer
    {...inView}
  >
    <input type="hidden" name={EVENT_ID} value={randomIds.next()} />
    <ul id="commands" class="commands" role="listbox" aria-label="Commands" hidden>
      {shown.commands.map((command) => (
        <li
          id={`command-${command.name}`}
          role="option"
          aria-selected="false"
          data-name={`/${command.name}`}
          data-usage={command.usage}
        >
          <span class="command-name">/{command.name}</span> <span class="command-usage">{command.usage}</span>
          <span class="command-about">{command.description}</span>
        </li>
      ))}
    </ul>
    <div class="composer-box">
      <textarea
        name="text"
        rows={1}
        aria-label="Message"
        aria-describedby="composer-hint"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls="commands"
        placeholder="Type / for commands"
        autocomplete="off"
        spellcheck={true}
        enterkeyhint="send"
        maxlength={4000}
      ></textarea>
      <button type="submit" class="button button-primary send">
        <span class="send-word">Run</span>
        <span aria-hidden="true">↵</span>
      </button>
    </div>
    <p id="composer-hint" class="composer-hint">
      <span>
        <kbd>/</kbd> lists the commands. <kbd>Enter</kbd> runs one.
      </span>
      <span class="usage" hidden></span>
    </p>
  </form>
);
