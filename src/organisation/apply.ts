import { eq, notInArray } from "drizzle-orm";
import {
  authority,
  identities,
  memberTeams,
  members,
  organisations,
  teamChannels,
  teams,
} from "../../db/schema/people.ts";
import type { Read, Store, Tx } from "../../db/store.ts";
import { type CommentSettings, HOUR_MS } from "../comments/settings.ts";
import { type Journal, SYSTEM } from "../journal/index.ts";
import { findSettings, organisationFile } from "../people/index.ts";
import { differences } from "./differences.ts";
import { parseOrganisation } from "./file.ts";
import { kpiSettings, writeQueues } from "./kpi-apply.ts";
import { writeLearners } from "./learner-apply.ts";
import type { AuthorityRow, Organisation, Person } from "./model.ts";

const MINUTE_MS = 60_000;
const PURPOSES = ["escalations", "alerts", "digest"] as const;
const PLATFORMS = ["slack", "discord", "console"] as const;

/** The organisation as it was last applied, if any was. */
export async function organisationIn(db: Read): Promise<Organisation | undefined> {
  const source = await organisationFile(db);
  if (source === undefined) return undefined;
  const parsed = parseOrganisation(source);
  return parsed.ok ? parsed.organisation : undefined;
}

/**
 * Makes the database say what the file says, in one transaction: all of it or nothing.
 * Applying the same file again changes nothing.
 * @returns what changed, a sentence each; empty where nothing did
 */
export async function applyOrganisation(
  store: Store,
  journal: Journal,
  organisation: Organisation,
  source: string,
  now: number,
): Promise<readonly string[]> {
  return store.tx(async (db) => {
    const settings = await findSettings(db);
    const before = await organisationIn(db);
    const changes = differences(before, organisation);
    if (settings && changes.length === 0) return [];
    const version = await writeAuthority(db, organisation, before, settings?.authorityVersion ?? 0);
    await writeSettings(db, organisation, source, version, now);
    await writeTeams(db, organisation);
    await writeQueues(db, organisation);
    await writePeople(db, organisation);
    await writeLearners(db, journal, organisation, now);
    await journal.record(db, now, {
      team: null,
      actor: SYSTEM,
      role: "operator",
      kind: "organisation.applied",
      subject: "main",
      facts: {
        changes: changes.length,
        people: organisation.people.length,
        teams: organisation.teams.length,
        authority_version: version,
      },
    });
    return changes;
  });
}

/** What the file says about comments, as the rest of the program reads it. */
function commentSettings({ comments, levels }: Organisation): CommentSettings {
  return {
    windowMs: comments.windowHours * HOUR_MS,
    customers: comments.customers,
    threshold: comments.threshold,
    plain: comments.alsoAfter ?? null,
    confirmRank: levels.indexOf(comments.confirmFrom),
    about: comments.about,
    specialists: comments.specialists,
    severeWords: comments.severeWords,
  };
}

async function writeSettings(
  db: Tx,
  organisation: Organisation,
  source: string,
  version: number,
  now: number,
): Promise<void> {
  const { takeWithinMinutes, quietAfterMinutes } = organisation.escalation;
  const row = {
    name: organisation.name,
    timezone: organisation.timezone,
    customerPattern: organisation.customerReference.pattern,
    customerExample: organisation.customerReference.example,
    workspaces: organisation.workspaces,
    levels: organisation.levels,
    takeWithinWaitingMs: takeWithinMinutes.customerWaiting * MINUTE_MS,
    takeWithinOtherwiseMs: takeWithinMinutes.otherwise * MINUTE_MS,
    quietAfterWaitingMs: quietAfterMinutes.customerWaiting * MINUTE_MS,
    quietAfterOtherwiseMs: quietAfterMinutes.otherwise * MINUTE_MS,
    comments: commentSettings(organisation),
    kpi: kpiSettings(organisation),
    authorityVersion: version,
    source,
    appliedAt: now,
  };
  await db
    .insert(organisations)
    .values({ id: "main", ...row })
    .onConflictDoUpdate({ target: organisations.id, set: row });
}

async function writeTeams(db: Tx, organisation: Organisation): Promise<void> {
  for (const team of organisation.teams) {
    await db
      .insert(teams)
      .values({ id: team.id, name: team.name, active: true })
      .onConflictDoUpdate({ target: teams.id, set: { name: team.name, active: true } });
  }
  const ids = organisation.teams.map((team) => team.id);
  await db.update(teams).set({ active: false }).where(notInArray(teams.id, ids));
  await db.delete(teamChannels);
  const channels = organisation.teams.flatMap((team) =>
    PURPOSES.flatMap((purpose) =>
      PLATFORMS.flatMap((platform) => {
        const channel = team.channels[purpose][platform];
        return channel === undefined ? [] : [{ teamId: team.id, purpose, platform, channel }];
      }),
    ),
  );
  if (channels.length > 0) await db.insert(teamChannels).values(channels);
}

async function writePeople(db: Tx, organisation: Organisation): Promise<void> {
  for (const person of organisation.people) {
    const row = {
      name: person.name,
      homeTeam: person.team ?? null,
      level: person.level,
      rank: organisation.levels.indexOf(person.level),
      roles: person.roles,
      decides: person.decides,
      active: !person.disabled,
    };
    await db
      .insert(members)
      .values({
        id: person.id,
        ...row,
        away: false,
        lastPlatform: null,
        asked: 0,
        holding: 0,
        lastTakenAt: null,
      })
      .onConflictDoUpdate({ target: members.id, set: row });
  }
  const ids = organisation.people.map((person) => person.id);
  await db.update(members).set({ active: false }).where(notInArray(members.id, ids));
  await db.delete(memberTeams);
  await db.delete(identities);
  for (const person of organisation.people) {
    const served = [...(person.team === undefined ? [] : [person.team]), ...person.covers];
    if (served.length > 0)
      await db.insert(memberTeams).values(served.map((teamId) => ({ memberId: person.id, teamId })));
    await db.insert(identities).values(accountsIn(person));
  }
}

/** A person's accounts; the console's is their id. */
const accountsIn = (person: Person): (typeof identities.$inferInsert)[] =>
  [
    { platform: "console" as const, user: person.id },
    ...(person.slack === undefined ? [] : [{ platform: "slack" as const, user: person.slack }]),
    ...(person.discord === undefined ? [] : [{ platform: "discord" as const, user: person.discord }]),
  ].map((account) => ({ ...account, memberId: person.id }));

/** Writes the register under a new version if it changed: cases keep the version under which they arose. */
async function writeAuthority(
  db: Tx,
  organisation: Organisation,
  before: Organisation | undefined,
  version: number,
): Promise<number> {
  const rows = registerRows(organisation);
  if (before && version > 0 && JSON.stringify(registerRows(before)) === JSON.stringify(rows)) return version;
  const next = version + 1;
  await db.delete(authority).where(eq(authority.version, next));
  if (rows.length > 0) await db.insert(authority).values(rows.map((row) => ({ version: next, ...row })));
  return next;
}

const registerRows = (organisation: Organisation): Omit<typeof authority.$inferInsert, "version">[] =>
  organisation.authority.map((row: AuthorityRow) => ({
    decision: row.decision,
    level: row.level,
    rank: organisation.levels.indexOf(row.level),
    label: row.label,
    limitPence: row.limit?.pence ?? null,
    currency: row.limit?.currency ?? null,
    ownerTeam: row.team ?? null,
    perCustomerDays: row.perCustomerDays ?? null,
    // As in versions from before there were marks, so that a file without any makes no new version.
    marks: row.marks.length === 0 ? null : row.marks,
  }));
