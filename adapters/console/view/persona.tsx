import type { FC } from "hono/jsx";
import { byTeam, channelsOf, levelName, type Directory, type Person } from "../directory.ts";
import { addressOf, dmAddress, personAddress } from "./address.ts";
import { Avatar } from "./avatar.tsx";
import type { Snapshot } from "./snapshot.ts";

/** A person as a link to the console seen with their eyes. */
const PersonLink: FC<{ person: Person; href: string; current: boolean }> = ({ person, href, current }) => (
  <li>
    <a class="person-link" href={href} aria-current={current ? "true" : undefined} autofocus={current}>
      <Avatar id={person.id} name={person.name} />
      <span class="person-words">
        <span class="person-name">{person.name}</span>
        <span class="person-about">
          {levelName(person)}
          {person.away && " · away"}
        </span>
      </span>
    </a>
  </li>
);

/** Everybody, by team. Links, so that a person can be opened in a tab of their own. */
export const People: FC<{ directory: Directory; current?: string; to: (person: Person) => string }> = ({
  directory,
  current,
  to,
}) => (
  <>
    {byTeam(directory.people).map(({ team, people }) => (
      <section class="team">
        <h3>{team}</h3>
        <ul>
          {people.map((person) => (
            <PersonLink person={person} href={to(person)} current={person.id === current} />
          ))}
        </ul>
      </section>
    ))}
  </>
);

/** Who one acts as, and the list of the others. The browser's own popover closes with Esc or a click beside it. */
export const PersonaSwitcher: FC<{ shown: Snapshot }> = ({ shown }) => {
  const { person, channel, directory } = shown;
  const to = (other: Person): string => {
    if (!shown.inPlace) return personAddress(other.id);
    if (!channel) return dmAddress(other.id);
    const shared = channelsOf(directory, other).includes(channel);
    return shared ? addressOf(other.id, channel.id) : personAddress(other.id);
  };
  return (
    <div class="persona">
      <button type="button" class="persona-button" popovertarget="people" aria-haspopup="dialog">
        <Avatar id={person.id} name={person.name} />
        <span class="person-words">
          <span class="hidden-text">Acting as </span>
          <span class="person-name">{person.name}</span>{" "}
          <span class="person-about">
            {levelName(person)}
            {person.team !== undefined && ` · ${person.team}`}
            {person.away && " · away"}
          </span>
        </span>
        <span class="persona-caret" aria-hidden="true">
          ⇅
        </span>
      </button>
      <div id="people" class="people" popover="auto" role="dialog" aria-label="Act as somebody else">
        <p class="people-hint">Open several people in several tabs to see both sides.</p>
        <People directory={directory} current={person.id} to={to} />
      </div>
    </div>
  );
};
