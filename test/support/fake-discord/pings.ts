import type { AllowedMentions } from "./shapes.ts";

/** What decides who is notified of a message. */
export interface Notice {
  readonly content: string;
  /** Absent: Discord notifies everybody who is mentioned. */
  readonly allowed: AllowedMentions | undefined;
  /** Who may be told: those who can see the place. */
  readonly canSee: (user: string) => boolean;
  readonly isRole: (role: string) => boolean;
  /** Whether the author may notify all at once. */
  readonly mayCallAll: boolean;
  /** The author of the message that this one answers. */
  readonly repliedTo?: string | undefined;
}

const idsIn = (content: string, pattern: RegExp): string[] => [
  ...new Set([...content.matchAll(pattern)].flatMap((found) => found[1] ?? [])),
];

/**
 * Who is notified: user ids, `role:…`, and `everyone` for `@everyone` and `@here`.
 * Embeds notify nobody. What is escaped or stands in code counts as well: for years a
 * backslash kept nobody from being called, and nothing in Discord's reference says
 * that it does now. So only `allowed_mentions` does here.
 */
export function notified({ content, allowed, canSee, isRole, mayCallAll, repliedTo }: Notice): string[] {
  const lets = (kind: "users" | "roles", id: string): boolean =>
    allowed === undefined || allowed.parse?.includes(kind) === true || allowed[kind]?.includes(id) === true;
  const all = mayCallAll && (allowed === undefined || allowed.parse?.includes("everyone") === true);
  const users = idsIn(content, /<@!?(\d+)>/g).filter((id) => lets("users", id));
  const replied =
    repliedTo !== undefined && (allowed === undefined || allowed.replied_user === true) ? [repliedTo] : [];
  const roles = idsIn(content, /<@&(\d+)>/g).filter((id) => isRole(id) && lets("roles", id));
  return [
    ...(all && /@(?:everyone|here)\b/.test(content) ? ["everyone"] : []),
    ...new Set([...users, ...replied].filter(canSee)),
    ...roles.map((id) => `role:${id}`),
  ];
}
