import { planButton } from "../../actions/index.ts";
import { eq } from "drizzle-orm";
import { themes } from "../../../db/schema/comments.ts";
import { type Message, member, payload, say, strong, text, theme as themeName } from "../../chat/message.ts";
import { conflict } from "../../errors.ts";
import { type Kept, keepText } from "../../journal/index.ts";
import { shortTime } from "../../local-time.ts";
import { channelTargets, put, putDirect } from "../../outbox/index.ts";
import { type Member, findMember, teamName } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import type { AlertState } from "../alert.ts";
import { agentsOf } from "../find.ts";
import { type Theme, findTheme } from "../store.ts";
import { themeDeciders } from "../who.ts";
import { inThread, publishAlert } from "./publish.ts";
import { type Alert, decideAlert } from "./store.ts";

/** What somebody is told whose card is older than the alert. */
export const staleAlert = (): Error =>
  conflict(
    "Somebody has decided about this alert since the card was drawn, so nothing was changed. The card in the alerts channel shows what.",
    "stale alert",
  );

interface Decision {
  readonly state: Exclude<AlertState, "proposed">;
  /** What changes about the theme. */
  readonly theme?: Partial<Theme>;
  readonly wording?: Kept;
  readonly facts?: Readonly<Record<string, string | number | readonly string[] | null>>;
  readonly payloadDigest?: string;
}

/** Writes a decision about an alert and its theme, puts it on record and shows it. */
async function decide(
  work: Work,
  by: Member,
  seen: Alert,
  decision: Decision,
): Promise<{ readonly alert: Alert; readonly theme: Theme }> {
  const { db, now } = work;
  const alert = await decideAlert(db, seen, {
    state: decision.state,
    deciderId: by.id,
    decidedAt: now,
    ...(decision.wording ? { wordingPayload: decision.wording.id } : {}),
  });
  const before = await findTheme(db, seen.themeId);
  if (!alert || !before) throw staleAlert();
  const [theme = before] = decision.theme
    ? await db
        .update(themes)
        .set({ ...decision.theme, decidedAt: now, generation: before.generation + 1 })
        .where(eq(themes.id, before.id))
        .returning()
    : [before];
  await work.journal.record(db, now, {
    team: alert.teamId,
    actor: by.id,
    role: "decider",
    kind: `alert.${decision.state}`,
    subject: alert.id,
    facts: {
      theme: theme.id,
      theme_ref: theme.ref,
      customers: alert.customers,
      comments: [...alert.record.members],
      ...decision.facts,
    },
    ...(decision.payloadDigest === undefined ? {} : { payloadDigest: decision.payloadDigest }),
  });
  await publishAlert(work, theme, alert);
  return { alert, theme };
}

/** What was filled in to confirm an alert, checked. */
export interface Confirmation {
  readonly name: string;
  readonly wording: string;
  readonly ownerId: string;
  /** `team:ID` for a team's alerts channel, `agents` for who logged it, `leaders` for who may decide. */
  readonly recipients: readonly string[];
}

/** Confirms an alert: the theme gets a name and an owner, and others are told in the words of whoever confirms. */
export async function confirm(
  work: Work,
  by: Member,
  seen: Alert,
  { name, wording, ownerId, recipients }: Confirmation,
): Promise<Message> {
  const { db, ids, now } = work;
  const named = await keepText(db, ids, now, name);
  const told = await keepText(db, ids, now, wording);
  const { alert, theme } = await decide(work, by, seen, {
    state: "confirmed",
    theme: { state: "open", ownerId, namePayload: named.id, mutedUntil: null },
    wording: told,
    facts: { owner: ownerId, told: [...recipients] },
    payloadDigest: told.digest,
  });
  await work.journal.record(db, now, {
    team: alert.teamId,
    actor: by.id,
    role: "decider",
    kind: "theme.named",
    subject: theme.id,
    facts: { ref: theme.ref, owner: ownerId },
    payloadDigest: named.digest,
  });
  const count = await tellOthers(work, by, alert, theme, recipients);
  return {
    body: [
      {
        b: "prose",
        text: [
          strong(theme.ref),
          text(` is confirmed and with `),
          member(ownerId),
          text(
            `. ${count === 1 ? "One message is" : `${count} messages are`} on the way to those you chose.`,
          ),
        ],
      },
    ],
    buttons: [
      { ...planButton("theme", theme.id, theme.ref), style: "primary" },
      { action: "theme.show", arg: theme.id, label: "Show the theme" },
    ],
  };
}

/** Tells whoever was chosen, each once, and says who says so. Resolves to how many messages that makes. */
async function tellOthers(
  work: Work,
  by: Member,
  alert: Alert,
  theme: Theme,
  recipients: readonly string[],
): Promise<number> {
  const { db, now, active } = work;
  if (alert.wordingPayload === null) return 0;
  const message: Message = {
    title: [text("What customers tell us: "), themeName(theme.id)],
    body: [
      { b: "prose", text: [payload(alert.wordingPayload)] },
      {
        b: "prose",
        text: [
          text(
            `${alert.customers} customers so far (${theme.ref}, ${await teamName(db, alert.teamId)}). Told by `,
          ),
          member(by.id),
          text(". If you hear it too, log it with /comment."),
        ],
      },
    ],
  };
  let count = 0;
  const people = new Set<string>();
  for (const recipient of recipients) {
    if (recipient === "agents") for (const id of await agentsOf(db, theme.id)) people.add(id);
    else if (recipient === "leaders")
      for (const { id } of await themeDeciders(db, work.settings, alert.teamId)) people.add(id);
    else
      for (const target of await channelTargets(
        db,
        active,
        recipient.replace(/^team:/, ""),
        "alerts",
        "escalations",
      )) {
        await put(db, now, {
          key: `alert/${alert.id}/told/${recipient}/${target.platform}`,
          target,
          message,
        });
        count += 1;
      }
  }
  people.delete(by.id);
  for (const id of people)
    await putDirect(db, now, active, await findMember(db, id), {
      key: `alert/${alert.id}/told/${id}`,
      message,
    });
  return count + people.size;
}

/** What is in it does not belong together: it is not shown again, however it grows. */
export async function notSame(work: Work, by: Member, seen: Alert): Promise<Message> {
  const { theme } = await decide(work, by, seen, { state: "not_same" });
  return say(
    text(
      "Noted: not the same thing. This alert stays quiet, however it grows. If some of it does belong together, ",
    ),
    text(`/theme ${theme.ref} lets you take the rest out.`),
  );
}

/** It was known before: where, in the words of whoever knows. */
export async function alreadyKnown(work: Work, by: Member, seen: Alert, where: string): Promise<Message> {
  const kept = await keepText(work.db, work.ids, work.now, where);
  const { alert, theme } = await decide(work, by, seen, {
    state: "known",
    theme: { state: "known", reasonPayload: kept.id },
    payloadDigest: kept.digest,
  });
  await inThread(work, alert, "known", {
    body: [{ b: "prose", text: [member(by.id), text(" knows it already: "), payload(kept.id)] }],
  });
  return say(
    strong(theme.ref),
    text(" is marked as known. More of the same is counted, and not put to the team again."),
  );
}

/** Not now: no alert about this theme until then. */
export async function mute(work: Work, by: Member, seen: Alert, until: number): Promise<Message> {
  const { theme } = await decide(work, by, seen, {
    state: "muted",
    theme: { mutedUntil: until },
    facts: { until },
  });
  const when = shortTime(until, work.now, work.settings.timezone);
  return say(strong(theme.ref), text(` is muted until ${when}. What is said meanwhile is counted.`));
}
