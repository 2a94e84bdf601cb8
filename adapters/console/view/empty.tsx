import type { FC } from "hono/jsx";
import type { CommandInfo } from "../../../src/chat/adapter.ts";
import type { Snapshot } from "./snapshot.ts";

/** Commands with an example, from those that there are. The brackets in `usage` mark what is optional. */
const example = (command: CommandInfo): string =>
  `/${command.name} ${command.usage.replaceAll(/[[\]]/g, "")}`.trim();

/** What to try first, where nothing has been said yet. */
export const Empty: FC<{ shown: Snapshot }> = ({ shown }) => (
  <div class="empty">
    <h2>{shown.channel ? `Nothing in ${shown.channel.name} yet` : "No direct messages yet"}</h2>
    <p>
      {shown.channel
        ? "When somebody needs help, the case shows here, and everybody in the channel sees who took it."
        : "What is meant for you alone comes here: a case that waits for you, or an answer to one of yours."}
    </p>
    <p>Try one of these in the box below. They fill it in; Enter runs it.</p>
    <ul class="tries">
      {shown.commands.slice(0, 3).map((command) => (
        <li>
          <button type="button" class="try" data-try={example(command)}>
            <code>{example(command)}</code>
            <span>{command.description}</span>
          </button>
        </li>
      ))}
    </ul>
  </div>
);
